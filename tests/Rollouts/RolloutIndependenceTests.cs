using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>What a rollout does not depend on: threads, vectors, pauses, and how many other
/// environments there are.</summary>
public sealed class RolloutIndependenceTests
{
    private static readonly string[] Ids =
    [
        "CartPole-v1", "Acrobot-v1", "Pendulum-v1", "MountainCar-v0", "MountainCarContinuous-v0",
        "InvertedPendulum-v5", "InvertedDoublePendulum-v5", "Reacher-v5", "Swimmer-v5", "Hopper-v5", "Walker2d-v5",
        "HalfCheetah-v5",
    ];

    public static TheoryData<string> Environments => [.. Ids];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Threads_and_vector_width_do_not_matter(string id)
    {
        const int Count = 50;
        const int Steps = 40;
        using RolloutScene expected = new(id, Count, LaneWidth.One, threads: 1);
        List<int[]> bits = Bits.Of(expected.Run(Steps));
        double[] moments = Moments(expected);
        foreach ((LaneWidth width, int threads) in ((LaneWidth, int)[])
            [
                (LaneWidth.Sixteen, 1), (LaneWidth.Eight, 2), (LaneWidths.Widest, 3), (LaneWidths.Widest, 8),
            ])
        {
            using RolloutScene scene = new(id, Count, width, threads);
            Assert.Equal(bits, Bits.Of(scene.Run(Steps)));
            Assert.Equal(moments, Moments(scene));
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_rollout_that_is_resumed_elsewhere_goes_on_bit_for_bit(string id)
    {
        const int Count = 19;
        const int Steps = 31;
        foreach ((LaneWidth from, LaneWidth to) in ((LaneWidth, LaneWidth)[])
            [
                (LaneWidth.Sixteen, LaneWidth.One), (LaneWidth.One, LaneWidth.Eight),
                (LaneWidth.Eight, LaneWidth.Sixteen),
            ])
        {
            using RolloutScene first = new(id, Count, from);
            first.Run(Steps).Dispose();
            double[] state = new double[first.Source.StateLength];
            first.Source.ReadState(state);
            using RolloutScene second = new(id, Count, to);
            second.Source.WriteState(state, first.Source.StepsTaken);

            Assert.Equal(Steps, second.Source.StepsTaken);
            Assert.Equal(Bits.Of(first.Run(Steps)), Bits.Of(second.Run(Steps)));
            Assert.Equal(Moments(first), Moments(second));
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_rollout_in_two_parts_is_the_rollout_in_one(string id)
    {
        const int Count = 3;
        using RolloutScene whole = new(id, Count);
        using RolloutScene parts = new(id, Count);
        TrajectoryBuffers all = whole.Run(50);
        TrajectoryBuffers first = parts.Run(20);
        TrajectoryBuffers second = parts.Run(30);

        foreach (Func<TrajectoryBuffers, ComputeBuffer> buffer in (Func<TrajectoryBuffers, ComputeBuffer>[])
            [t => t.Actions, t => t.Rewards, t => t.LogProbabilities, t => t.EpisodeReturns])
        {
            int[] joined = [.. Bits.Of(buffer(first)), .. Bits.Of(buffer(second))];
            Assert.Equal(Bits.Of(buffer(all)), joined);
        }

        Assert.Equal(Bits.Of(all.LastValues), Bits.Of(second.LastValues));
        Assert.Equal(Bits.Of(first.LastValues), Bits.Of(second.Values)[..Count]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void An_environment_does_not_depend_on_how_many_there_are(string id)
    {
        const int Steps = 30;
        const int Fewest = 4;
        using RolloutScene few = new(id, Fewest);
        TrajectoryBuffers expected = few.Run(Steps);
        foreach (int count in (int[])[5, 33, 100, 129])
        {
            using RolloutScene many = new(id, count);
            TrajectoryBuffers actual = many.Run(Steps);
            Assert.Equal(Bits.Of(expected.Actions), FirstEnvironments(actual.Actions, actual));
            Assert.Equal(Bits.Of(expected.LogProbabilities), FirstEnvironments(actual.LogProbabilities, actual));
            Assert.Equal(Bits.Of(expected.Values), FirstEnvironments(actual.Values, actual));
            Assert.Equal(Bits.Of(expected.LastValues), Bits.Of(actual.LastValues)[..Fewest]);
        }

        int[] FirstEnvironments(ComputeBuffer buffer, TrajectoryBuffers trajectories)
        {
            int columns = buffer.Length / trajectories.Rows;
            return [.. Bits.Of(buffer).Chunk(trajectories.Environments * columns)
                .SelectMany(step => step.Take(Fewest * columns))];
        }
    }

    [Fact]
    public void Held_noise_changes_when_its_time_is_up_and_goes_on_after_a_pause()
    {
        const int Count = 3;
        const int Hold = 5;
        using RolloutScene scene = new("Pendulum-v1", Count);

        // A policy that looks at nothing: the action is the noise, up to bias and deviation.
        float[] parameters = new float[scene.Policy.Shape.ParameterCount];
        scene.Policy.Parameters.Write(parameters);
        RolloutOptions options = new(NoiseHoldSteps: Hold);
        float[] actions =
            [.. scene.Run(8, options).Actions.ReadArray(), .. scene.Run(12, options).Actions.ReadArray()];

        for (int t = 0; t < 20; t++)
        {
            for (int n = 0; n < Count; n++)
            {
                Assert.Equal(actions[((t - (t % Hold)) * Count) + n], actions[(t * Count) + n]);
            }
        }

        Assert.Equal(4 * Count, actions.Distinct().Count());
    }

    [Fact]
    public void Seeds_and_environments_differ()
    {
        using RolloutScene scene = new("Pendulum-v1", 40);
        using BuiltInSource other = new(scene.Backend, "Pendulum-v1", 40, RolloutScene.Seed + 1);
        float[] first = scene.Run(1).Observations.ReadArray();
        float[] second = scene.Run(1, source: other).Observations.ReadArray();
        Assert.Equal(80, first.Concat(second).Chunk(3).Select(o => (o[0], o[1])).Distinct().Count());
    }

    [Fact]
    public void A_state_of_another_size_is_refused()
    {
        using RolloutScene scene = new("Pendulum-v1", 4);
        Assert.Throws<ArgumentException>(() => scene.Source.WriteState(new double[3], 0));
        Assert.Throws<ArgumentException>(() => scene.Source.ReadState(new double[3]));
    }

    private static double[] Moments(RolloutScene scene)
    {
        int size = scene.Spec.ObservationSize + 1;
        double[] numbers = new double[2 * size];
        scene.Source.ReadMoments(numbers.AsSpan(0, size), numbers.AsSpan(size));
        return numbers;
    }
}
