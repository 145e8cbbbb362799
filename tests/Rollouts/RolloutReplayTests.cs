using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>
/// A rollout of the CPU engine against a plain simulation that is given the recorded actions: every number, bit for
/// bit.
/// </summary>
public sealed class RolloutReplayTests
{
    private const int Count = 5;
    private const float Discount = 0.97f;
    private const float GaeLambda = 0.9f;

    // More steps than the time limit, so that clocks run out; 5 environments leave the last vector part empty.
    public static TheoryData<string, int, bool> Cases => new()
    {
        { "CartPole-v1", 70, false },
        { "CartPole-v1", 510, true },
        { "Acrobot-v1", 510, false },
        { "Pendulum-v1", 410, false },
        { "MountainCar-v0", 210, false },
        { "MountainCarContinuous-v0", 1010, false },
        { "Reacher-v5", 110, false },
        { "Swimmer-v5", 1010, false },
        { "HalfCheetah-v5", 1010, false },
        { "InvertedDoublePendulum-v5", 60, false },
        { "Hopper-v5", 120, false },
        { "Walker2d-v4", 120, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_follows_from_the_actions(string id, int steps, bool balance)
    {
        using RolloutScene scene = new(id, Count, policy: balance ? RolloutScene.Balancing : null);
        using TrajectoryBuffers recorded = scene.Run(steps);
        Replay replay = new(scene, recorded);

        Assert.Equal(Bits.Of(replay.Observations), Bits.Of(recorded.Observations));
        Assert.Equal(Bits.Of(replay.Rewards), Bits.Of(recorded.Rewards));
        Assert.Equal(Bits.Of(replay.Ends), Bits.Of(recorded.Ends));
        Assert.Equal(Bits.Of(replay.EpisodeReturns), Bits.Of(recorded.EpisodeReturns));
        Assert.Equal(Bits.Of(replay.EpisodeLengths), Bits.Of(recorded.EpisodeLengths));
        Assert.Equal(Bits.Of(replay.FinalValues), Bits.Of(recorded.FinalValues));
        Assert.Equal(Bits.Of(scene.ValuesOf(replay.Observations)), Bits.Of(recorded.Values));
        Assert.Equal(Bits.Of(scene.ValuesOf(replay.LastObservations)), Bits.Of(recorded.LastValues));

        // The cases are there for these: ends of both kinds.
        bool falls = id is "CartPole-v1" or "InvertedDoublePendulum-v5" or "Hopper-v5" or "Walker2d-v4";
        EpisodeEnd expected = falls && !balance ? EpisodeEnd.Terminated : EpisodeEnd.Truncated;
        Assert.Contains((float)expected, replay.Ends);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Advantages_bootstrap_from_the_final_observation_after_a_truncation_and_from_nothing_after_a_termination(
        string id, int steps, bool balance)
    {
        using RolloutScene scene = new(id, Count, policy: balance ? RolloutScene.Balancing : null);
        using TrajectoryBuffers recorded = scene.Run(steps);
        using ComputeBuffer advantages = scene.Backend.Allocate(recorded.Rows);
        using ComputeBuffer returns = scene.Backend.Allocate(recorded.Rows);
        scene.Backend.Advantages(recorded, Discount, GaeLambda, 1f, advantages, returns);
        Replay replay = new(scene, recorded);
        float[] values = recorded.Values.ReadArray();
        float[] lastValues = recorded.LastValues.ReadArray();
        float[] actual = advantages.ReadArray();
        float[] actualReturns = returns.ReadArray();
        for (int n = 0; n < Count; n++)
        {
            double next = lastValues[n];
            double advantage = 0;
            double allowed = 0;
            for (int t = steps - 1; t >= 0; t--)
            {
                int row = (t * Count) + n;
                bool ended = replay.Ends[row] != (float)EpisodeEnd.None;
                double bootstrap = (EpisodeEnd)replay.Ends[row] switch
                {
                    EpisodeEnd.Terminated => 0,
                    EpisodeEnd.Truncated => replay.FinalValues[row],
                    _ => next,
                };
                double trace = ended ? 0 : Discount * (double)GaeLambda;
                advantage = replay.Rewards[row] + (Discount * bootstrap) - values[row] + (trace * advantage);

                // Four roundings a step, of numbers no larger than the sum of the magnitudes.
                double magnitude = Math.Abs(replay.Rewards[row]) + Math.Abs(bootstrap) + Math.Abs(values[row]);
                allowed = (trace * allowed) + (4 * Math.ScaleB(magnitude + Math.Abs(advantage), -24));
                Assert.True(
                    Math.Abs(advantage - actual[row]) <= allowed,
                    $"environment {n}, step {t}: advantage {actual[row]:R}, " +
                    $"expected {advantage:R}, allowed {allowed:E1}");
                Assert.Equal(actual[row] + values[row], actualReturns[row]);
                next = values[row];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Moments_are_those_of_raw_observations_and_of_returns_before_each_step(
        string id, int steps, bool balance)
    {
        using RolloutScene scene = new(id, Count, policy: balance ? RolloutScene.Balancing : null);
        using TrajectoryBuffers recorded = scene.Run(steps, new RolloutOptions(Discount: Discount));
        Replay replay = new(scene, recorded);
        int size = scene.Spec.ObservationSize;
        double[] means = new double[size + 1];
        double[] squaredDeviations = new double[size + 1];
        scene.Source.ReadMoments(means, squaredDeviations);
        for (int k = 0; k <= size; k++)
        {
            double[] numbers = [.. Enumerable.Range(0, recorded.Rows).Select(
                row => k < size ? (double)replay.RawObservations[(row * size) + k] : replay.DiscountedReturns[row])];
            double mean = numbers.Average();
            double square = numbers.Sum(x => (x - mean) * (x - mean));

            // Double sums of as many terms; the returns are rounded to float first.
            double magnitude = numbers.Max(Math.Abs);
            Assert.Equal(mean, means[k], 1e-6 * magnitude);
            Assert.Equal(square, squaredDeviations[k], 1e-6 * numbers.Length * magnitude * magnitude);
        }
    }

    /// <summary>The plain simulation: [T,N] of everything.</summary>
    private sealed class Replay
    {
        public Replay(RolloutScene scene, TrajectoryBuffers recorded)
        {
            int steps = recorded.Steps;
            int size = recorded.ObservationSize;
            int columns = recorded.ActionColumns;
            float[] actions = recorded.Actions.ReadArray();
            RawObservations = new float[recorded.Rows * size];
            Rewards = new float[recorded.Rows];
            Ends = new float[recorded.Rows];
            FinalValues = new float[recorded.Rows];
            EpisodeReturns = new float[recorded.Rows];
            EpisodeLengths = new float[recorded.Rows];
            DiscountedReturns = new float[recorded.Rows];
            double[] returns = new double[Count];
            double[] discounted = new double[Count];
            int[] lengths = new int[Count];
            float[] observations = new float[Count * size];
            float[] finals = new float[Count * size];
            bool[] terminated = new bool[Count];
            bool[] truncated = new bool[Count];
            using IVectorEnvironment environments = WrappedEnvironments.Create(scene.Spec.Id, Count, RolloutScene.Seed);
            environments.Reset(new ulong[Count], observations);
            for (int t = 0; t < steps; t++)
            {
                observations.CopyTo(RawObservations, t * Count * size);
                environments.Advance(actions.AsSpan(t * Count * columns, Count * columns), new StepResult
                {
                    Observations = observations,
                    Rewards = Rewards.AsSpan(t * Count, Count),
                    Terminated = terminated,
                    Truncated = truncated,
                    FinalObservations = finals,
                });
                float[] finalValues = scene.ValuesOf(scene.Normalize(finals));
                for (int n = 0; n < Count; n++)
                {
                    int row = (t * Count) + n;
                    returns[n] += Rewards[row];
                    discounted[n] = (Discount * discounted[n]) + Rewards[row];
                    DiscountedReturns[row] = (float)discounted[n];
                    lengths[n]++;
                    Ends[row] = (float)(terminated[n] ? EpisodeEnd.Terminated
                        : truncated[n] ? EpisodeEnd.Truncated : EpisodeEnd.None);
                    FinalValues[row] = truncated[n] ? finalValues[n] : 0;
                    if (terminated[n] || truncated[n])
                    {
                        EpisodeReturns[row] = (float)returns[n];
                        EpisodeLengths[row] = lengths[n];
                        returns[n] = 0;
                        discounted[n] = 0;
                        lengths[n] = 0;
                    }
                }
            }

            Observations = scene.Normalize(RawObservations);
            LastObservations = scene.Normalize(observations);
        }

        public float[] RawObservations { get; }

        public float[] Observations { get; }

        public float[] LastObservations { get; }

        public float[] Rewards { get; }

        public float[] Ends { get; }

        public float[] FinalValues { get; }

        public float[] EpisodeReturns { get; }

        public float[] EpisodeLengths { get; }

        /// <summary>Before each step.</summary>
        public float[] DiscountedReturns { get; }
    }
}
