using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>Vectors on a device: the CPU engine's bits where nothing is summed, bounds where something is.</summary>
[Collection(DeviceCollection.Name)]
public sealed class GpuVectorTests : IDisposable
{
    private readonly CpuBackend cpu = new(1);
    private readonly Accelerator device;
    private readonly DeviceBlocks memory;
    private readonly GpuVectors vectors;

    public GpuVectorTests(DeviceFixture devices)
    {
        DeviceKernels kernels = devices.Kernels(sanitize: true);
        device = kernels.Accelerator;
        memory = new DeviceBlocks(device, Stream);
        vectors = new GpuVectors(kernels, Stream);
    }

    // Around a warp, a group, and the numbers that one group sums.
    public static TheoryData<int> Lengths => [1, 2, 31, 32, 33, 255, 511, 512, 513, 1100];

    private AcceleratorStream Stream => device.DefaultStream;

    public void Dispose()
    {
        vectors.Dispose();
        memory.Dispose();
        cpu.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scaled_sums_round_once_and_stop_at_the_count(int count)
    {
        NormalNumbers random = new(count);
        float[] x = random.Array(count);
        float[] direction = random.Array(count);
        ArrayView<float> result = memory.Upload<float>([.. x, -1f]);
        vectors.AddScaled(result, 0.7f, memory.Upload<float>(direction), result, count);
        Assert.Equal([.. x.Zip(direction, (a, d) => MathF.FusedMultiplyAdd(0.7f, d, a)), -1f], Read(result));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Adam_takes_the_steps_of_the_CPU_engine(int count)
    {
        NormalNumbers random = new(count);
        float[] parameters = random.Array(count);
        ComputeBuffer[] expected = [.. Enumerable.Range(0, 4).Select(_ => cpu.Allocate(count))];
        expected[0].Write(parameters);
        ArrayView<float>[] actual = [.. expected.Select(buffer => memory.Upload<float>(buffer.ReadArray()))];
        AdamOptions options = new(0.003f);
        for (int step = 1; step <= 3; step++)
        {
            float[] gradient = random.Array(count);
            gradient[0] = step == 3 ? float.NaN : 1e-30f;
            expected[1].Write(gradient);
            actual[1].CopyFromCPU(Stream, gradient);
            cpu.AdamStep(expected[0], expected[1], expected[2], expected[3], step, options);
            vectors.AdamStep(actual[0], actual[1], actual[2], actual[3], count, step, options);
        }

        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(Bits.Of(expected[k])[1..], Bits.Of(Read(actual[k]))[1..]);
            Assert.True(float.IsNaN(Read(actual[k])[0]));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dot_products_and_statistics_are_those_of_plain_loops(int count)
    {
        NormalNumbers random = new(count);
        float[] x = Array.ConvertAll(random.Array(count), v => v + 100f);
        float[] y = random.Array(count);
        ArrayView<float> left = memory.Upload<float>([.. x, float.NaN]);
        double[] products = [.. x.Zip(y, (a, b) => (double)a * b)];
        Tolerance.AssertAbsolute(
            [products.Sum()], [vectors.ReadDot(left, memory.Upload<float>([.. y, float.NaN]), count)],
            2 * count * Tolerance.DoubleU * products.Sum(Math.Abs), "dot");

        (double mean, double variance) = vectors.ReadMeanAndVariance(left, count);
        double expectedMean = x.Sum(v => (double)v) / count;
        double expectedVariance = x.Sum(v => (v - expectedMean) * (v - expectedMean)) / count;
        double roundings = 2 * (count + 2) * Tolerance.DoubleU;
        Tolerance.AssertRelative(expectedMean, mean, roundings, "mean");

        // What the mean errs by enters the variance through deviations that sum to almost nothing, and squared.
        Tolerance.AssertAbsolute(
            [expectedVariance], [variance],
            (roundings * expectedVariance) + (4 * roundings * expectedMean * Math.Sqrt(expectedVariance)), "variance");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Standardized_numbers_agree_with_the_CPU_engine(int count)
    {
        float[] x = Array.ConvertAll(new NormalNumbers(count).Array(count), v => (3f * v) + 5f);
        ComputeBuffer expected = cpu.Allocate(x);
        cpu.Standardize(expected, count);
        ArrayView<float> actual = memory.Upload<float>([.. x, 7f]);
        vectors.Standardize(actual, count);
        float[] standardized = Read(actual);
        Assert.Equal(7f, standardized[count]);

        // Sums in another order differ in double; single precision then rounds them to neighbours at most.
        for (int k = 0; k < count; k++)
        {
            float wanted = expected.ReadArray()[k];
            Assert.InRange(standardized[k], MathF.BitDecrement(wanted), MathF.BitIncrement(wanted));
        }
    }

    [Theory]
    [InlineData(new[] { 0.1f, 0.1f, 0.1f, 0.1f, 0.1f })]
    [InlineData(new[] { 0f, -0f, 0f })]
    [InlineData(new[] { 4f })]
    [InlineData(new[] { float.NaN, float.NaN })]
    [InlineData(new[] { 1f, float.NaN, 2f })]
    [InlineData(new[] { float.PositiveInfinity, 1f })]
    [InlineData(new[] { float.PositiveInfinity, float.PositiveInfinity })]
    public void Numbers_that_cannot_be_standardized_are_zeros_or_none(float[] values)
    {
        ComputeBuffer expected = cpu.Allocate(values);
        cpu.Standardize(expected, values.Length);
        ArrayView<float> actual = memory.Upload<float>(values);
        vectors.Standardize(actual, values.Length);
        Assert.Equal(expected.ReadArray(), Read(actual));
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        ArrayView<float> any = memory.Allocate<float>(1);
        Assert.Equal(0, vectors.ReadDot(any, any, 0));
        vectors.AddScaled(any, 1f, any, any, 0);
        vectors.AdamStep(any, any, any, any, 0, 1, new AdamOptions(1f));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(3, 65)]
    [InlineData(5, 130)]
    public void Advantages_and_episodes_are_those_of_the_CPU_engine(int steps, int environments)
    {
        using TrajectoryBuffers expected = RandomTrajectories(steps, environments);
        using DeviceTrajectories actual = new(device, steps, environments, 1, 1);
        actual.Write(expected);
        using ComputeBuffer advantages = cpu.Allocate(expected.Rows);
        using ComputeBuffer returns = cpu.Allocate(expected.Rows);
        cpu.Advantages(expected, 0.97f, 0.9f, 0.3f, advantages, returns);
        ArrayView<float> actualAdvantages = actual.Buffer(expected.Rows);
        ArrayView<float> actualReturns = actual.Buffer(expected.Rows);
        vectors.Advantages(actual.Views, environments, 0.97f, 0.9f, 0.3f, actualAdvantages, actualReturns);
        actual.AssertSameBits(advantages.ReadArray(), actualAdvantages, "advantages");
        actual.AssertSameBits(returns.ReadArray(), actualReturns, "returns");
        AssertSameEpisodes(expected, actual);
    }

    [Fact]
    public void Episodes_are_listed_however_many_there_are()
    {
        foreach (double share in new[] { 0, 0.01, 0.5, 1 })
        {
            using TrajectoryBuffers expected = RandomTrajectories(9, 33, share);
            using DeviceTrajectories actual = new(device, 9, 33, 1, 1);
            actual.Write(expected);
            AssertSameEpisodes(expected, actual);
        }
    }

    private void AssertSameEpisodes(TrajectoryBuffers expected, DeviceTrajectories actual)
    {
        EpisodeEnding[] wanted = new EpisodeEnding[expected.Rows];
        EpisodeEnding[] listed = new EpisodeEnding[expected.Rows];
        int count = cpu.ReadEpisodes(expected, wanted);
        device.Synchronize();
        vectors.BeginReadEpisodes(actual.Views, expected.Rows);
        Assert.Equal(count, vectors.EndReadEpisodes(listed));
        Assert.Equal(wanted, listed);
    }

    private TrajectoryBuffers RandomTrajectories(int steps, int environments, double endShare = 0.3)
    {
        Random random = new(steps + environments);
        TrajectoryBuffers trajectories = new(cpu, steps, environments, 1, 1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        trajectories.Rewards.Write(Numbers(trajectories.Rows));
        trajectories.FinalValues.Write(Numbers(trajectories.Rows));
        trajectories.LastValues.Write(Numbers(environments));
        float[] values = Numbers(trajectories.Rows);
        values[^1] = float.NaN;
        trajectories.Values.Write(values);
        float[] ends = [.. Numbers(trajectories.Rows).Select(
            _ => random.NextDouble() < endShare ? (float)random.Next(1, 3) : 0f)];
        trajectories.Ends.Write(ends);
        trajectories.EpisodeReturns.Write(Numbers(trajectories.Rows));
        trajectories.EpisodeLengths.Write([.. Enumerable.Range(0, trajectories.Rows).Select(row => (float)row)]);
        return trajectories;
    }

    private float[] Read(ArrayView<float> view)
    {
        float[] numbers = new float[view.Length];
        view.CopyToCPU(Stream, numbers.AsSpan());
        return numbers;
    }
}
