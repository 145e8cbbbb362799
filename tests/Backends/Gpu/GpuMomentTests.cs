using System;
using System.Linq;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>Means and squared deviations over a rollout, summed where the rollout is.</summary>
[Collection(DeviceCollection.Name)]
public sealed class GpuMomentTests(DeviceFixture devices)
{
    private const float Discount = 0.9f;

    [Theory]
    [InlineData("CartPole-v1", 1, new[] { 6 })]
    [InlineData("CartPole-v1", 70, new[] { 6 })]
    [InlineData("Pendulum-v1", 130, new[] { 6 })]
    [InlineData("MountainCar-v0", 67, new[] { 200 })]
    public void Moments_are_those_of_a_plain_loop(string id, int count, int[] hidden)
    {
        const int Steps = 6;
        using GpuRolloutScene scene = new(devices, id, count, hidden, isNormalized: false);
        scene.ApproachEnds(stepsTaken: 0);
        double[] state = new double[scene.GpuEnvironments.StateLength];
        scene.GpuEnvironments.ReadState(state);

        // Of a second rollout nothing may be left of the first.
        using DeviceTrajectories forgotten = scene.RunBoth(Steps, new RolloutOptions(Discount: Discount), out _);
        scene.CpuEnvironments.WriteState(state, 0);
        scene.GpuEnvironments.WriteState(state, 0);
        using DeviceTrajectories actual = scene.RunBoth(
            Steps, new RolloutOptions(ObservationClip: 1e9f, Discount: Discount), out TrajectoryBuffers expected);

        int inputs = scene.Spec.ObservationSize;
        double[] means = new double[inputs + 1];
        double[] squares = new double[inputs + 1];
        scene.GpuEnvironments.ReadMoments(means, squares);
        float[] observations = expected.Observations.ReadArray();
        for (int component = 0; component < inputs; component++)
        {
            AssertMoments(
                [.. observations.Where((_, k) => k % inputs == component)], means[component], squares[component]);
        }

        AssertMoments(DiscountedReturns(expected, state), means[inputs], squares[inputs]);
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-3e7f)]
    [InlineData(1e-40f)]
    public void What_never_varies_has_no_variance_at_all(float value)
    {
        const int Count = 70;
        DeviceKernels kernels = devices.Kernels(sanitize: true);
        AcceleratorStream stream = kernels.Accelerator.DefaultStream;
        using DeviceBlocks memory = new(kernels.Accelerator, stream);
        GroupSizes sizes = new(kernels.Accelerator);
        AddMomentsArguments add = new()
        {
            Environments = Count,
            Inputs = 1,
            Raw = memory.Upload<float>([.. Enumerable.Repeat(value, RowTile.Count(Count) * RowTile.Rows)]),
            Discounted = memory.Upload<float>([.. Enumerable.Repeat(value, Count)]),
            Moments = memory.Allocate<double>(MomentSums.Length(Count, 1)),
        };
        for (int step = 0; step < 7; step++)
        {
            add.IsFirst = step == 0 ? 1 : 0;
            kernels.Load<AddMomentsArguments>(AddMoments.Kernel)(
                stream, sizes.ForEach(RowTile.Count(Count) * MomentSums.PartsPerTile * 2), add);
        }

        MergeMomentsArguments merge = new()
        {
            Environments = Count,
            Inputs = 1,
            Steps = 7,
            Sums = add.Moments,
            Moments = memory.Allocate<double>(4),
        };
        kernels.Load<MergeMomentsArguments>(MergeMoments.Kernel)(stream, sizes.Groups<double>(2, 3), merge);
        double[] moments = new double[4];
        merge.Moments.CopyToCPU(stream, moments.AsSpan());
        Assert.Equal([value, value, 0.0, 0.0], moments);
    }

    [Fact]
    public void A_number_that_is_none_shows_in_its_moments()
    {
        using GpuRolloutScene scene = new(devices, "Pendulum-v1", 9, isNormalized: false);
        double[] state = new double[scene.GpuEnvironments.StateLength];
        scene.GpuEnvironments.ReadState(state);
        state[(8 * 5) + 1] = double.NaN;
        scene.CpuEnvironments.WriteState(state, 0);
        scene.GpuEnvironments.WriteState(state, 0);
        using DeviceTrajectories actual = scene.RunBoth(2, new RolloutOptions(), out _);
        double[] means = new double[4];
        double[] squares = new double[4];
        scene.GpuEnvironments.ReadMoments(means, squares);
        Assert.True(double.IsNaN(means[2]) && double.IsNaN(squares[2]));
    }

    // Sums of k terms about a pivot err by at most k roundings of the sum of magnitudes, merging by a few more.
    private static void AssertMoments(float[] values, double mean, double square)
    {
        double expectedMean = values.Sum(x => (double)x) / values.Length;
        double largest = values.Max(x => Math.Abs((double)x));
        double roundings = 2 * (values.Length + 16) * Tolerance.DoubleU;
        Tolerance.AssertAbsolute([expectedMean], [mean], roundings * 2 * largest, "mean");
        Tolerance.AssertAbsolute(
            [values.Sum(x => (x - expectedMean) * (x - expectedMean))], [square],
            roundings * values.Length * 4 * largest * largest, "squared deviation");
    }

    private static float[] DiscountedReturns(TrajectoryBuffers trajectories, double[] state)
    {
        int count = trajectories.Environments;
        double[] running = [.. Enumerable.Range(1, count).Select(n => state[(n * (state.Length / count)) - 1])];
        float[] rewards = trajectories.Rewards.ReadArray();
        float[] ends = trajectories.Ends.ReadArray();
        float[] discounted = new float[rewards.Length];
        for (int row = 0; row < rewards.Length; row++)
        {
            int n = row % count;
            running[n] = (Discount * running[n]) + rewards[row];
            discounted[row] = (float)running[n];
            running[n] = ends[row] == (float)EpisodeEnd.None ? running[n] : 0;
        }

        return discounted;
    }
}
