using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>
/// Rollouts of the built-in environments: every number beside the CPU engine's bits; and log-probabilities and values,
/// whatever the trajectory, within the bounds of the recorded observations and actions.
/// </summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class RolloutCases(VerifiedEngines engines, VerificationTable table)
{
    private const double DoubleU = 1.0 / (1L << 53);
    private const int Copies = 2;
    private const int BranchSteps = 3;

    /// <summary>
    /// Compares two rollouts, the second of which goes on where the first stopped, and one of branches.
    /// </summary>
    /// <param name="spec">What is stepped.</param>
    /// <param name="count">N.</param>
    /// <param name="hidden">Widths of policy and value function.</param>
    /// <param name="steps">T of the second; the first takes two.</param>
    internal void Verify(EnvironmentSpec spec, int count, int[] hidden, int steps)
    {
        string name = $"{spec.Id} x {count}, {string.Join('-', hidden)}";
        table.Case($"rollout of {spec.Id}", engines.RoundsAlike, name, tally =>
        {
            using EnvironmentScene cpu = Create(engines.Cpu);
            using EnvironmentScene tested = Create(engines.Tested);
            foreach (int length in (int[])[2, steps])
            {
                using TrajectoryBuffers expected = cpu.Run(length);
                using TrajectoryBuffers actual = tested.Run(length);
                CompareTrajectories(tally, $"{name}, {length} steps", expected, actual);
                CompareRecorded(tally, name, tested, actual);
            }

            CompareStates(tally, name, cpu.ReadState(), tested.ReadState());
            if (engines.RoundsAlike)
            {
                CompareMoments(tally, name, cpu, tested, count * steps);
            }
        });

        table.Case("branches of environments", engines.RoundsAlike, name, tally =>
        {
            using EnvironmentScene cpu = Create(engines.Cpu);
            using EnvironmentScene tested = Create(engines.Tested);
            using TrajectoryBuffers expected = cpu.RunBranches(Copies, BranchSteps);
            using TrajectoryBuffers actual = tested.RunBranches(Copies, BranchSteps);
            CompareTrajectories(tally, $"{name}, branches", expected, actual);
        });

        EnvironmentScene Create(ComputeBackend engine) =>
            new(engine, spec, count, hidden, values => engines.Allocate(engine, values));
    }

    private static void CompareTrajectories(
        Tally tally, string name, TrajectoryBuffers expected, TrajectoryBuffers actual)
    {
        Compare("observation", expected.Observations, actual.Observations);
        Compare("action", expected.Actions, actual.Actions);
        Compare("log-probability", expected.LogProbabilities, actual.LogProbabilities);
        Compare("reward", expected.Rewards, actual.Rewards);
        Compare("value", expected.Values, actual.Values);
        Compare("final value", expected.FinalValues, actual.FinalValues);
        Compare("last value", expected.LastValues, actual.LastValues);
        Compare("end", expected.Ends, actual.Ends);
        Compare("episode return", expected.EpisodeReturns, actual.EpisodeReturns);
        Compare("episode length", expected.EpisodeLengths, actual.EpisodeLengths);

        void Compare(string what, ComputeBuffer left, ComputeBuffer right) =>
            tally.Bits($"{name}, {what}", left.ReadArray(), right.ReadArray(), areNew: true);
    }

    private void CompareRecorded(Tally tally, string name, EnvironmentScene scene, TrajectoryBuffers actual)
    {
        HeadShape head = scene.Policy.Head;
        float[] observations = actual.Observations.ReadArray();
        float[] actions = actual.Actions.ReadArray();
        float[] logProbabilities = actual.LogProbabilities.ReadArray();
        float[] values = actual.Values.ReadArray();
        Rounded[] outputs = new RoundedNetwork(scene.Policy, scene.PolicyParameters).Forward(observations, actual.Rows);
        Rounded[] expectedValues =
            new RoundedNetwork(scene.Value, scene.ValueParameters).Forward(observations, actual.Rows);
        tally.Within($"{name}, value", expectedValues, values);
        for (int row = 0; row < actual.Rows; row++)
        {
            Rounded logProbability = RoundedHead.LogProbability(
                head, outputs.AsSpan(row * head.Size.Parameters, head.Size.Parameters),
                actions.AsSpan(row * head.Size.Actions, head.Size.Actions));
            tally.Within($"{name}, log-probability[{row}]", logProbability, logProbabilities[row]);
        }
    }

    private static void CompareStates(Tally tally, string name, double[] expected, double[] actual)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            tally.Bits($"{name}, state[{k}]", expected[k], actual[k], isNew: true);
        }
    }

    // Both sum the same floats in double precision, in orders of their own.
    private static void CompareMoments(
        Tally tally, string name, EnvironmentScene cpu, EnvironmentScene tested, int rows)
    {
        (double[] means, double[] squares) = cpu.ReadMoments();
        (double[] actualMeans, double[] actualSquares) = tested.ReadMoments();
        double roundings = 4 * (rows + 16) * DoubleU;
        for (int k = 0; k < means.Length; k++)
        {
            double largest = Math.Abs(means[k]) + Math.Sqrt(squares[k]);
            tally.Within($"{name}, mean[{k}]", means[k], actualMeans[k], roundings * 2 * largest);
            tally.Within(
                $"{name}, squared deviation[{k}]", squares[k], actualSquares[k],
                roundings * rows * 4 * largest * largest);
        }
    }
}
