using System;
using System.Linq;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>Random actions, falls included: the solver always settles, and states stay finite.</summary>
/// <remarks>The benchmarks do the same for 4,096 environments and 100,000 steps.</remarks>
public sealed class SolverTests
{
    private const int Steps = 4000;

    [Theory]
    [InlineData("hopper")]
    [InlineData("walker2d")]
    [InlineData("walker2d_v4")]
    [InlineData("half_cheetah")]
    [InlineData("swimmer")]
    public void No_solve_stops_at_the_cap(string environment)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, NumberKind.SixteenLanes);
        Random random = new(6);
        for (int t = 0; t < Steps; t++)
        {
            // An episode of 1000 steps goes on after a fall.
            for (int lane = 0; lane < runner.Lanes && t % 1000 == 0; lane++)
            {
                runner.Reset(lane, [.. Enumerable.Range(0, runner.StartNumbers).Select(_ => random.NextDouble())]);
            }

            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                for (int column = 0; column < runner.Spec.Actions.Columns; column++)
                {
                    runner.SetAction(lane, column, (2.4 * random.NextDouble()) - 1.2);
                }
            }

            runner.Step();
            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                Assert.Equal(0.0, runner[lane, PlanarRunner.Unsettled]);
                Assert.True(
                    Enumerable.Range(0, PlanarRunner.Fields).All(field => double.IsFinite(runner[lane, field])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_state_that_is_not_finite_ends_its_episode_and_no_other(string environment)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, NumberKind.EightLanes);
        PlanarRunner sound = PlanarRunner.Create(environment, NumberKind.EightLanes);
        double[] uniforms = [.. Enumerable.Repeat(0.5, runner.StartNumbers)];
        for (int lane = 0; lane < runner.Lanes; lane++)
        {
            runner.Reset(lane, uniforms);
            sound.Reset(lane, uniforms);
        }

        runner[3, PlanarRunner.Velocity] = double.NaN;
        runner[5, PlanarRunner.Velocity + 1] = double.PositiveInfinity;
        runner.Step();
        sound.Step();
        for (int lane = 0; lane < runner.Lanes; lane++)
        {
            bool isSpoilt = lane is 3 or 5;
            Assert.Equal(isSpoilt, runner.Terminated(lane));
            for (int field = 0; field < PlanarRunner.Fields && !isSpoilt; field++)
            {
                Assert.Equal(sound[lane, field], runner[lane, field]);
            }
        }
    }

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];
}
