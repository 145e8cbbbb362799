using System.IO;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Scaling;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.Scaling;

/// <summary>How far from a line times are, and the bars of rows, threads and a single row.</summary>
public sealed class ScalingTests
{
    private static readonly NetworkShape Shape =
        new(MlpShape.Parse("3-4-5-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    [Fact]
    public void Times_on_a_line_do_not_deviate_and_small_batches_have_no_say()
    {
        int[] rows = [1_000, 5_000, 10_000, 20_000];
        double[][] costs = [[7, 2, 2, 2], [9, 4, 4, 4], [8, 3, 3, 3]];

        Assert.Equal([1.6666666666666665, 0, 0, 0], RowLine.Deviations(rows, costs));
    }

    // The line of each round is its own median; a round that is slower altogether changes nothing.
    [Fact]
    public void A_deviation_is_the_median_over_rounds_from_the_line_of_each()
    {
        int[] rows = [5_000, 10_000, 20_000];
        double[][] costs = [[10, 10, 12], [100, 100, 110], [5, 5, 7]];

        double[] deviations = RowLine.Deviations(rows, costs);

        Assert.Equal(0, deviations[0]);
        Assert.Equal(0, deviations[1]);
        Assert.Equal(0.2, deviations[2], 12);
    }

    [Fact]
    public void Batches_that_do_not_fit_are_left_out_with_the_reason()
    {
        ScalingResult result = new();
        long one = HostMemory.OfBatch(Shape, 1_000) + (2 * HostMemory.OfOperation(Shape, 1_000));

        Assert.Equal([1_000], RowScaling.Fitting(Shape, [1_000, 2_000, 5_000], one + 100, result));
        Assert.StartsWith("2000 rows and more are left out: they take ", Assert.Single(result.Omissions));
        Assert.Equal([1_000, 2_000], RowScaling.Fitting(Shape, [1_000, 2_000], 1L << 40, result));
    }

    [Theory]
    [InlineData(0.10, -0.05, true, "+10.0% at the worst: fvp, 5000 rows")]
    [InlineData(0.05, -0.11, false, "-11.0% at the worst: update, 10000 rows")]
    public void The_worst_deviation_decides(double first, double second, bool isMet, string measured)
    {
        ScalingResult result = new();
        result.Rows.Add(new RowCost("fvp", 1_000, 1, 0.9));
        result.Rows.Add(new RowCost("fvp", 5_000, 1, first));
        result.Rows.Add(new RowCost("update", 10_000, 1, second));

        Bar bar = ScalingBars.Of(result)[0];
        Assert.Equal((measured, isMet), (bar.Measured, bar.IsMet));
    }

    [Theory]
    [InlineData(1.85, true)]
    [InlineData(1.849, false)]
    public void The_operation_that_gains_least_by_a_thread_decides(double gain, bool isMet)
    {
        ScalingResult result = new();
        result.Threads.Add(new ThreadGain("a", "fvp", 5, 2, 1, 1.95));
        result.Threads.Add(new ThreadGain("b", "update", 5, 2, 1, gain));
        result.Threads.Add(new ThreadGain("the machine's peak", ThreadScaling.Peak, 0, 2, 1, 1));

        Bar bar = ScalingBars.Of(result)[1];
        Assert.Equal(isMet, bar.IsMet);
        Assert.EndsWith(" times at the worst: update of b", bar.Measured);
    }

    [Theory]
    [InlineData(2e-6, 0, true, "2.00 us, 0 bytes")]
    [InlineData(2.01e-6, 0, false, "2.01 us, 0 bytes")]
    [InlineData(1e-6, 24, false, "1.00 us, 24 bytes")]
    public void A_single_row_is_quick_and_allocates_nothing(double seconds, long bytes, bool isMet, string measured)
    {
        ScalingResult result = new();
        TimedOperation operation = new("forward_row", 1, 1, () => { });
        result.Latencies.Add(("4-64-64-2 Categorical", new OperationTiming(operation, 1, 1, null)));
        result.Latencies.Add((
            "17-64-64-6 DiagonalGaussian",
            new OperationTiming(operation, seconds, seconds, null) { AllocatedBytes = bytes }));

        Bar bar = ScalingBars.Of(result)[2];
        Assert.Equal((measured, isMet), (bar.Measured, bar.IsMet));
    }

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_not() =>
        Assert.All(
            ScalingBars.Of(new ScalingResult()), bar => Assert.True(bar is { Measured: null, IsMet: null }, bar.Name));

    [Fact]
    public void Rows_are_measured_and_told()
    {
        using CpuBackend backend = new(1);
        ScalingOptions options = new() { Rounds = 1, MostRows = 5_000 };
        ScalingResult result = new();

        new RowScaling(backend, options, new StageProgress(TextWriter.Null, false)).Measure(Shape, result);

        Assert.Empty(result.Omissions);
        Assert.Equal(
            ["fvp 1000", "fvp 2000", "fvp 5000", "update 1000", "update 2000", "update 5000"],
            result.Rows.Select(cost => $"{cost.Operation} {cost.Rows}"));
        Assert.All(result.Rows, cost => Assert.True(cost.SecondsPerRow > 0));
        Assert.All(result.Rows.Where(cost => cost.Rows == 5_000), cost => Assert.Equal(0, cost.Deviation));
        string text = new ScalingTables(1).Text(BenchmarkNetwork.Quick[1], result);
        Assert.Contains("## More rows\n", text);
        Assert.DoesNotContain("## More threads", text);
        Assert.Contains("- not measured: two threads at least 1.85 times as fast as one\n", text);
    }

    [Fact]
    public void Threads_are_measured_in_pairs_and_the_peak_last()
    {
        ScalingResult result = new();
        using (ThreadScaling threads = new(rounds: 1, new StageProgress(TextWriter.Null, false)))
        {
            threads.Measure([BenchmarkNetwork.Quick[0]], [], result);
        }

        if (System.Environment.ProcessorCount < 2)
        {
            Assert.Single(result.Omissions);
            return;
        }

        Assert.Equal(
            ["fvp", "gradient", "update", "critic", ThreadScaling.Peak],
            result.Threads.Select(gain => gain.Operation));
        Assert.All(result.Threads, gain => Assert.True(gain.One > 0 && gain.Two > 0));
        Assert.All(result.Threads, gain => Assert.Equal(gain.One / gain.Two, gain.Gain, gain.Gain * 1e-9));
        Assert.Contains("| the machine's peak ", new ScalingTables(1).Text(BenchmarkNetwork.Quick[1], result));
    }

    [Fact]
    public void A_limit_below_the_line_leaves_nothing_to_measure()
    {
        using CpuBackend backend = new(1);
        ScalingResult result = new();
        new RowScaling(
            backend, new ScalingOptions { MostRows = 2_000 }, new StageProgress(TextWriter.Null, false))
            .Measure(Shape, result);

        Assert.Empty(result.Rows);
        Assert.Equal("No batch of 5000 rows or more, so there is no line to be on.", Assert.Single(result.Omissions));
    }
}
