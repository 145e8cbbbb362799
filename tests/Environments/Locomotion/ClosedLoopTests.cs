using System;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>Whole episodes under linear policies: returns as in MuJoCo, in single precision.</summary>
public sealed class ClosedLoopTests(ITestOutputHelper output)
{
    private const int Episodes = 1008;
    private const double Allowed = 0.01;

    public static TheoryData<int> Policies => [.. Enumerable.Range(0, MujocoRecord.Policies().Length)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Returns_are_those_of_MuJoCo(int index)
    {
        MujocoPolicy policy = MujocoRecord.Policies()[index];
        double[] returns = Returns(policy);
        Array.Sort(returns);
        double median = 0.5 * (returns[(returns.Length / 2) - 1] + returns[returns.Length / 2]);
        output.WriteLine($"{policy.Env}: median return {median:0.00}, MuJoCo's {policy.Returns.MedianReturn:0.00}");
        Assert.Equal(policy.Returns.MedianReturn, median, Allowed * policy.Returns.MedianReturn);

        // A flipped cheetah and a start that cannot be caught make means of little weight.
        if (policy.Env is "swimmer" or "hopper" or "inverted_pendulum")
        {
            Assert.Equal(policy.Returns.MeanReturn, returns.Average(), Allowed * policy.Returns.MeanReturn);
        }
    }

    private static double[] Returns(MujocoPolicy policy)
    {
        PlanarRunner runner = PlanarRunner.Create(policy.Env, NumberKind.SixteenLanes);
        Random random = new(5);
        double[] returns = new double[Episodes];
        for (int first = 0; first < Episodes; first += runner.Lanes)
        {
            RunEpisodes(policy, runner, random, returns.AsSpan(first, runner.Lanes));
        }

        return returns;
    }

    // One episode a lane, until the last has ended.
    private static void RunEpisodes(MujocoPolicy policy, PlanarRunner runner, Random random, Span<double> returns)
    {
        bool[] ended = new bool[runner.Lanes];
        double[] uniforms = new double[runner.StartNumbers];
        for (int lane = 0; lane < runner.Lanes; lane++)
        {
            for (int k = 0; k < uniforms.Length; k++)
            {
                uniforms[k] = random.NextSingle();
            }

            runner.Reset(lane, uniforms);
        }

        for (int t = 0; t < runner.Spec.TimeLimit && ended.Contains(false); t++)
        {
            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                for (int column = 0; column < policy.ActDim; column++)
                {
                    runner.SetAction(lane, column, policy.Action(column, i => runner.Observation(lane, i)));
                }
            }

            runner.Step();
            for (int lane = 0; lane < runner.Lanes; lane++)
            {
                returns[lane] += ended[lane] ? 0.0 : runner.Reward(lane);
                ended[lane] |= runner.Terminated(lane);
            }
        }
    }
}
