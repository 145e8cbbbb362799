using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>Vine sampling of built-in environments: trunk, branches, and what of them becomes a batch.</summary>
public sealed class VineSamplerTests
{
    private const int Count = 6;
    private const int Steps = 12;
    private static readonly VineOptions Vine = new(StepsBetweenBranches: 4, Copies: 3, Horizon: 5);
    private static readonly RolloutOptions Options = new(Discount: 0.97f);

    [Theory]
    [InlineData("CartPole-v1", 4)]
    [InlineData("CartPole-v1", 12)]
    [InlineData("Hopper-v5", 3)]
    public void The_trunk_is_an_ordinary_rollout(string id, int between)
    {
        using RolloutScene scene = new(id, Count);
        using RolloutScene plain = new(id, Count);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        using VineSampler sampler = new(
            scene.Backend, scene.Source, Steps, Vine with { StepsBetweenBranches = between });
        for (int batch = 0; batch < 2; batch++)
        {
            Collect(sampler, scene, trunk);
            Assert.Equal(Bits.Of(plain.Run(Steps, Options)), Bits.Of(trunk));
        }

        int size = scene.Spec.ObservationSize + 1;
        double[] expected = new double[2 * size];
        double[] actual = new double[2 * size];
        plain.Source.ReadMoments(expected.AsSpan(0, size), expected.AsSpan(size));
        sampler.ReadMoments(actual.AsSpan(0, size), actual.AsSpan(size));
        Tolerance.AssertRelative(expected, actual, 16 * Steps * Count * Tolerance.DoubleU, "moments");
        Assert.Equal(2 * Steps, scene.Source.StepsTaken);
        Assert.Equal(2L * Steps / between * Count * 3 * 5, sampler.BranchSteps);
    }

    [Fact]
    public void Rows_are_the_first_steps_of_the_branches()
    {
        using RolloutScene scene = new("Acrobot-v1", Count);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        VineOptions fullSum = Vine with { Weighting = BranchWeighting.FullSum };
        using VineSampler sampler = new(scene.Backend, scene.Source, Steps, fullSum);
        SampleBatch batch = Collect(sampler, scene, trunk);
        Assert.Equal(3 * Count * 3, batch.Rows);
        Assert.Equal(sampler.Rows, batch.Rows);

        // A branch starts where the next segment of the trunk does.
        int inputs = scene.Spec.ObservationSize;
        float[][] observations = [.. batch.Observations.ReadArray().Chunk(inputs)];
        float[][] ofTrunk = [.. trunk.Observations.ReadArray().Chunk(inputs)];
        for (int point = 0; point < 2; point++)
        {
            for (int e = 0; e < Count * 3; e++)
            {
                int row = (point * Count * 3) + e;
                Assert.Equal(ofTrunk[(((point + 1) * 4) * Count) + (e / 3)], observations[row]);
                Assert.Equal(e % 3, batch.Actions.ReadArray()[row]);
            }
        }

        // Weights of a full sum add up to zero: each is rounded once to a float.
        foreach (float[] state in batch.Advantages!.ReadArray().Chunk(3))
        {
            Assert.Equal(0, state.Sum(weight => (double)weight), 3e-7 * state.Sum(Math.Abs));
        }
    }

    [Fact]
    public void No_two_branch_points_draw_the_same_numbers_nor_does_the_trunk()
    {
        using RolloutScene scene = new("Pendulum-v1", Count);
        scene.Policy.Parameters.Write(new float[scene.Policy.Shape.ParameterCount]);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        using VineSampler sampler = new(scene.Backend, scene.Source, Steps, Vine with { StepsBetweenBranches = 1 });
        List<float> actions = [];
        for (int batch = 0; batch < 2; batch++)
        {
            actions.AddRange(Collect(sampler, scene, trunk).Actions.ReadArray());
            actions.AddRange(trunk.Actions.ReadArray());
        }

        // Normal numbers of 24 random bits a pair: two of a thousand may meet by chance, two dozen may not.
        Assert.InRange(actions.Distinct().Count(), actions.Count - 2, actions.Count);
    }

    [Theory]
    [InlineData("CartPole-v1", BranchWeighting.FullSum)]
    [InlineData("Hopper-v5", BranchWeighting.Importance)]
    public void Threads_and_vector_width_do_not_matter(string id, BranchWeighting weighting)
    {
        List<int[]>? expected = null;
        foreach ((LaneWidth width, int threads) in ((LaneWidth, int)[])
            [
                (LaneWidth.One, 1), (LaneWidth.Eight, 2), (LaneWidth.Sixteen, 1), (LaneWidths.Widest, 3),
            ])
        {
            using RolloutScene scene = new(id, 7, width, threads);
            using TrajectoryBuffers trunk = TrunkOf(scene);
            using VineSampler sampler = new(
                scene.Backend, scene.Source, Steps, Vine with { Copies = 2, Weighting = weighting });
            List<int[]> bits = BitsOf(Collect(sampler, scene, trunk));
            Assert.Equal(expected ??= bits, bits);
        }
    }

    [Fact]
    public void A_checkpoint_of_the_trunk_resumes_the_branches()
    {
        using RolloutScene first = new("Hopper-v5", Count);
        using TrajectoryBuffers trunk = TrunkOf(first);
        using VineSampler sampler = new(first.Backend, first.Source, Steps, Vine);
        Collect(sampler, first, trunk);
        double[] state = new double[first.Source.StateLength];
        first.Source.ReadState(state);

        using RolloutScene second = new("Hopper-v5", Count, LaneWidth.Eight);
        second.Source.WriteState(state, first.Source.StepsTaken);
        using TrajectoryBuffers resumedTrunk = TrunkOf(second);
        using VineSampler resumed = new(second.Backend, second.Source, Steps, Vine);
        Assert.Equal(sampler.BranchSteps, resumed.BranchSteps);
        Assert.Equal(
            BitsOf(Collect(sampler, first, trunk)), BitsOf(Collect(resumed, second, resumedTrunk)));
    }

    [Fact]
    public void After_the_first_batches_nothing_is_allocated()
    {
        using RolloutScene scene = new("CartPole-v1", Count);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        using VineSampler sampler = new(
            scene.Backend, scene.Source, Steps, Vine with { Copies = 2, Weighting = BranchWeighting.FullSum });
        AllocationProbe probe = new(scene.Backend.Threads);
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            Collect(sampler, scene, trunk);
            probe.Read(scene.Backend.Pool);
        }

        // The platform's compiler may allocate on the thread it is called on: one batch without anything is enough.
        long least = long.MaxValue;
        for (int trial = 0; trial < 10 && least > 0; trial++)
        {
            long before = probe.Read(scene.Backend.Pool);
            Collect(sampler, scene, trunk);
            least = Math.Min(least, probe.Read(scene.Backend.Pool) - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_device_has_the_bits_of_the_CPU_engine()
    {
        using RolloutScene scene = new("CartPole-v1", 3);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        VineOptions options = new(2, 2, 3, BranchWeighting.FullSum);
        using VineSampler sampler = new(scene.Backend, scene.Source, Steps, options);
        List<int[]> expected = BitsOf(Collect(sampler, scene, trunk));

        using ComputeBackend device = SimulatedDevice.CreateBackend();
        using BuiltInSource source = new(device, "CartPole-v1", 3, RolloutScene.Seed);
        using Network policy = new(device, scene.Policy.Shape, scene.Policy.Parameters.ReadArray());
        using Network value = new(device, scene.Value.Shape, scene.Value.Parameters.ReadArray());
        using ComputeBuffer normalization = device.Allocate(scene.Normalization.ReadArray());
        using TrajectoryBuffers deviceTrunk = new(device, Steps, 3, scene.Spec.ObservationSize, 1);
        long taken = device.MemoryTaken;
        using VineSampler onDevice = new(device, source, Steps, options);
        Assert.Equal(
            device.MemoryTaken - taken, VineSampler.BytesFor(device, source.Spec, source.Count, Steps, options));
        SampleBatch actual = onDevice.Collect(policy, value, normalization, Options, 0.95f, 1f, deviceTrunk);
        Assert.Equal(expected, BitsOf(actual));
        Assert.Equal(Bits.Of(trunk), Bits.Of(deviceTrunk));
    }

    [Fact]
    public void What_has_no_branches_is_refused()
    {
        using RolloutScene scene = new("Pendulum-v1", Count);
        using HostSource host = new(
            scene.Backend, WrappedEnvironments.Create("Pendulum-v1", Count, 1), RolloutScene.Seed);
        Refuses<NotSupportedException>(
            () => new VineSampler(scene.Backend, host, Steps, Vine), "Pendulum-v1", "state cannot be copied");
        Refuses<NotSupportedException>(
            () => scene.Run(2, new RolloutOptions(BranchCopies: 2), host), "state cannot be copied");
        Refuses<NotSupportedException>(
            () => scene.Run(2, new RolloutOptions(EnumerateFirstAction: true), host), "state cannot be copied");
        Refuses<ArgumentException>(
            () => new VineSampler(scene.Backend, scene.Source, Steps, Vine with { StepsBetweenBranches = 5 }),
            "a trunk of 12 steps that branches every 5");
        Refuses<ArgumentException>(
            () => new VineSampler(
                scene.Backend, scene.Source, Steps, Vine with { Weighting = BranchWeighting.FullSum }),
            "Continuous");
        Refuses<ArgumentException>(
            () => new VineSampler(scene.Backend, scene.Source, Steps, Vine with { Copies = 1 }), "Copies");
        Refuses<ArgumentException>(
            () => new VineSampler(scene.Backend, scene.Source, Steps, Vine with { Horizon = 0 }), "Horizon");
        using VineSampler sampler = new(scene.Backend, scene.Source, Steps, Vine);
        using TrajectoryBuffers trunk = TrunkOf(scene);
        Refuses<ArgumentException>(
            () => sampler.Collect(
                scene.Policy, scene.Value, scene.Normalization, new RolloutOptions(Deterministic: true), 1, 1, trunk),
            "actions chosen");
    }

    private static TrajectoryBuffers TrunkOf(RolloutScene scene) => new(
        scene.Backend, Steps, scene.Source.Count, scene.Spec.ObservationSize, scene.Spec.Actions.Columns);

    private static SampleBatch Collect(VineSampler sampler, RolloutScene scene, TrajectoryBuffers trunk) =>
        sampler.Collect(
            scene.Policy, scene.Value, scene.Normalization, Options, gaeLambda: 0.95f, rewardScale: 1f, trunk);

    private static List<int[]> BitsOf(SampleBatch batch) =>
    [
        Bits.Of(batch.Observations), Bits.Of(batch.Actions), Bits.Of(batch.LogProbabilities!),
        Bits.Of(batch.Advantages!),
    ];

    private static void Refuses<TException>(Action action, params string[] fragments)
        where TException : Exception
    {
        string message = Assert.ThrowsAny<TException>(action).Message;
        Assert.All(fragments, fragment => Assert.Contains(fragment, message, StringComparison.Ordinal));
    }
}
