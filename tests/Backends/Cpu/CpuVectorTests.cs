using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>Vectors of every length around those of the hardware, compared with the reference.</summary>
public sealed class CpuVectorTests : IDisposable
{
    private const float Canary = -12345f;

    private readonly CpuBackend backend = new(2);
    private readonly ReferenceBackend reference = new();

    public static TheoryData<int> Lengths =>
        [.. Enumerable.Range(1, 49), 63, 64, 65, 127, 255, 256, 257, 1000, 4099];

    public void Dispose() => backend.Dispose();

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scaled_sums_round_once_and_stop_at_the_count(int count)
    {
        NormalNumbers random = new(count);
        float[] x = random.Array(count);
        float[] direction = random.Array(count);
        ComputeBuffer result = Guarded(count);
        backend.AddScaled(backend.Allocate(x), 0.7f, backend.Allocate(direction), result, count);

        Assert.Equal(
            [.. x.Zip(direction, (a, d) => MathF.FusedMultiplyAdd(0.7f, d, a)), Canary], result.ReadArray());

        backend.Copy(backend.Allocate(x), result, count);
        Assert.Equal([.. x, Canary], result.ReadArray());
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dot_products_are_summed_in_double(int count)
    {
        NormalNumbers random = new(count);
        float[] x = random.Array(count);
        float[] y = random.Array(count);
        double magnitudes = x.Zip(y, (a, b) => Math.Abs((double)a * b)).Sum();

        // Both sums make at most count roundings of partial sums that are below the sum of magnitudes.
        Tolerance.AssertAbsolute(
            [reference.ReadDot(reference.Allocate(x), reference.Allocate(y), count)],
            [backend.ReadDot(backend.Allocate(x), backend.Allocate([.. y, float.NaN]), count)],
            2 * count * Tolerance.DoubleU * magnitudes, "dot");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Standardized_numbers_agree(int count)
    {
        float[] values = [.. new NormalNumbers(count).Array(count).Select(value => 100 + value)];
        ComputeBuffer expected = reference.Allocate(values);
        reference.Standardize(expected, count);
        ComputeBuffer actual = backend.Allocate([.. values, Canary]);
        backend.Standardize(actual, count);

        // Doubles all the way; the last rounding may fall on the other side.
        float[] numbers = actual.ReadArray();
        Assert.Equal(Canary, numbers[^1]);
        Rounded[] bounds = [.. expected.ReadArray().Select(value =>
            new Rounded(value, Rounded.U * Math.Abs(value)))];
        Tolerance.AssertWithin(bounds, numbers.AsSpan(0, count), "standardized");
    }

    [Fact]
    public void Equal_numbers_become_zeros()
    {
        foreach (int count in (int[])[1, 3, 16, 1000])
        {
            ComputeBuffer values = backend.Allocate([.. Enumerable.Repeat(0.1f, count)]);
            backend.Standardize(values, count);
            Assert.All(values.ReadArray(), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Adam_agrees(int count)
    {
        NormalNumbers random = new(count);
        float[] parameters = random.Array(count);
        float[] gradient = random.Array(count);
        AdamOptions options = new(0.1f);
        ComputeBuffer actual = backend.Allocate(parameters);
        ComputeBuffer actualFirst = backend.Allocate(count);
        ComputeBuffer actualSecond = backend.Allocate(count);
        ComputeBuffer expected = reference.Allocate(parameters);
        ComputeBuffer expectedFirst = reference.Allocate(count);
        ComputeBuffer expectedSecond = reference.Allocate(count);
        for (int step = 1; step <= 3; step++)
        {
            // The same gradient three times: nothing cancels, so relative errors only add up.
            backend.AdamStep(actual, backend.Allocate(gradient), actualFirst, actualSecond, step, options);
            reference.AdamStep(
                expected, reference.Allocate(gradient), expectedFirst, expectedSecond, step, options);
        }

        Tolerance.AssertWithin(Bounds(expectedFirst, 8), actualFirst.ReadArray(), "first moment");
        Tolerance.AssertWithin(Bounds(expectedSecond, 9), actualSecond.ReadArray(), "second moment");

        // Three steps of length 0.1, each with less than 20 roundings, and three of the parameter.
        float[] numbers = expected.ReadArray();
        Rounded[] bounds = [.. numbers.Select(p =>
            new Rounded(p, Rounded.U * ((3 * Math.Abs(p)) + (3 * 0.1 * 20))))];
        Tolerance.AssertWithin(bounds, actual.ReadArray(), "parameters");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(5, 17)]
    [InlineData(33, 65)]
    [InlineData(3, 130)]
    public void Advantages_agree(int steps, int environments)
    {
        (Rounded[] advantages, Rounded[] returns) = Expected(steps, environments);
        using TrajectoryBuffers trajectories = Trajectories(backend, steps, environments);
        ComputeBuffer actual = Guarded(trajectories.Rows);
        ComputeBuffer actualReturns = Guarded(trajectories.Rows);
        backend.Advantages(trajectories, 0.97f, 0.9f, 0.5f, actual, actualReturns);

        Tolerance.AssertWithin([.. advantages, Canary], actual.ReadArray(), "advantage");
        Tolerance.AssertWithin([.. returns, Canary], actualReturns.ReadArray(), "return");
    }

    private static (Rounded[] Advantages, Rounded[] Returns) Expected(int steps, int environments)
    {
        using ReferenceBackend reference = new();
        using TrajectoryBuffers trajectories = Trajectories(reference, steps, environments);
        float[] rewards = trajectories.Rewards.ReadArray();
        float[] values = trajectories.Values.ReadArray();
        float[] finalValues = trajectories.FinalValues.ReadArray();
        float[] ends = trajectories.Ends.ReadArray();
        Rounded[] advantages = new Rounded[trajectories.Rows];
        Rounded[] returns = new Rounded[trajectories.Rows];
        for (int n = 0; n < environments; n++)
        {
            Rounded nextValue = trajectories.LastValues.ReadArray()[n];
            Rounded nextAdvantage = 0f;
            for (int row = ((steps - 1) * environments) + n; row >= 0; row -= environments)
            {
                if (ends[row] != (float)EpisodeEnd.None)
                {
                    nextValue = ends[row] == (float)EpisodeEnd.Truncated ? finalValues[row] : 0f;
                    nextAdvantage = 0f;
                }

                Rounded delta = (0.5f * (Rounded)rewards[row]) + (0.97f * nextValue) - values[row];
                advantages[row] = delta + (Rounded.Constant((double)0.97f * 0.9f) * nextAdvantage);
                returns[row] = advantages[row] + values[row];
                nextValue = values[row];
                nextAdvantage = advantages[row];
            }
        }

        return (advantages, returns);
    }

    private static TrajectoryBuffers Trajectories(ComputeBackend owner, int steps, int environments)
    {
        NormalNumbers random = new(steps + environments);
        TrajectoryBuffers trajectories = new(owner, steps, environments, 1, 1);
        trajectories.Rewards.Write(random.Array(trajectories.Rows));
        trajectories.Values.Write(random.Array(trajectories.Rows));
        trajectories.FinalValues.Write(random.Array(trajectories.Rows));
        trajectories.LastValues.Write(random.Array(environments));
        trajectories.Ends.Write([.. Enumerable.Range(0, trajectories.Rows).Select(_ =>
            random.Index(5) == 0 ? 1f + random.Index(2) : 0f)]);
        return trajectories;
    }

    private static Rounded[] Bounds(ComputeBuffer buffer, int roundings) =>
        [.. buffer.ReadArray().Select(value => new Rounded(value, roundings * Rounded.U * Math.Abs(value)))];

    private ComputeBuffer Guarded(int count) => backend.Allocate([.. Enumerable.Repeat(Canary, count + 1)]);
}
