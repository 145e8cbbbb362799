using System;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>What a lane computes depends neither on the width of the vector nor on the other lanes.</summary>
public sealed class LaneTests
{
    private const int Steps = 60;
    private const int States = 16;

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_width_has_the_same_bits(string environment)
    {
        double[,] expected = Run(environment, NumberKind.Single);
        foreach (NumberKind kind in (NumberKind[])[
            NumberKind.OneLane, NumberKind.EightLanes, NumberKind.SixteenLanes,
        ])
        {
            Assert.Equal(expected, Run(environment, kind));
        }
    }

    // [states,fields and reward] after some steps, falls included, from different starts under different actions.
    private static double[,] Run(string environment, NumberKind kind)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, kind);
        double[,] results = new double[States, PlanarRunner.Fields + 1];
        for (int first = 0; first < States; first += runner.Lanes)
        {
            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                Random random = new(first + lane);
                double[] uniforms = new double[runner.StartNumbers];
                for (int k = 0; k < uniforms.Length; k++)
                {
                    uniforms[k] = random.NextSingle();
                }

                runner.Reset(lane, uniforms);
            }

            for (int t = 0; t < Steps; t++)
            {
                for (int lane = 0; lane < runner.Lanes; lane++)
                {
                    for (int column = 0; column < runner.Spec.Actions.Columns; column++)
                    {
                        runner.SetAction(lane, column, Math.Sin((0.37 * t) + column + first + lane));
                    }
                }

                runner.Step();
            }

            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                for (int field = 0; field < PlanarRunner.Fields; field++)
                {
                    results[first + lane, field] = runner[lane, field];
                }

                results[first + lane, PlanarRunner.Fields] = runner.Reward(lane);
            }
        }

        return results;
    }
}
