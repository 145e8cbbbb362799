using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Comparing;
using TrpoGpu.Benchmarks.Measuring;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.Comparing;

/// <summary>Ratios of pairs, and the bars that they are held to.</summary>
public sealed class SpeedBarTests
{
    private static readonly BenchmarkNetwork Small = BenchmarkNetwork.Compared.First(
        network => network.ToString() == "halfcheetah 17-64-64-6 x 5000");

    [Fact]
    public void A_ratio_is_the_median_of_the_ratios_of_pairs_and_not_the_ratio_of_medians()
    {
        Pairs pairs = new("fvp", "some BLAS", "fvp hand-derived");
        pairs.Add(theirs: 10, ours: 1);
        pairs.Add(theirs: 12, ours: 4);
        pairs.Add(theirs: 40, ours: 8);

        Assert.Equal(new PeerTiming("some BLAS", "fvp hand-derived", Seconds: 12, Ratio: 5), pairs.Timing());
    }

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_not()
    {
        Bar[] bars = SpeedBars.Of(new ComparisonResult());
        Assert.Equal(14, bars.Length);
        Assert.All(bars, bar => Assert.True(bar is { Measured: null, IsMet: null }, bar.Name));
        Assert.StartsWith("not measured: fvp of 17-64-64-6 x 5000 at 65% of the peak or more", bars[0].ToString());
    }

    // A product of 100 GFLOP/s at the median.
    [Theory]
    [InlineData(100 / 0.65, true, "65.0%")]
    [InlineData(100 / 0.649, false, "64.9%")]
    public void A_share_of_the_peak_is_held_to_its_bar(double peak, bool isMet, string measured)
    {
        ComparisonResult result = new();
        result.Rows.Add(new ComparisonRow(Small, Timing("fvp", 1e8, 1e-3, peak), null));

        Assert.Equal(
            new Bar("fvp of 17-64-64-6 x 5000 at 65% of the peak or more", measured, isMet), SpeedBars.Of(result)[0]);
    }

    [Fact]
    public void Every_BLAS_is_a_peer_of_its_own()
    {
        ComparisonResult result = new();
        result.Rows.Add(Beside("fvp", new PeerTiming("slow", "fvp hand-derived", 1, 4.004)));
        result.Rows.Add(Beside("fvp", new PeerTiming("fast", "fvp hand-derived", 1, 3.99)));
        result.Rows.Add(Beside("update", new PeerTiming("slow", "ppo backprop", 1, 100)));

        const string Bar = "of 17-64-64-6 x 5000 at least 4 times as fast as PyTorch's";
        Assert.Equal(
            [
                $"met: fvp {Bar} fvp hand-derived, slow (4.00 times)",
                $"NOT MET: fvp {Bar} fvp hand-derived, fast (3.99 times)",
                $"met: update {Bar} ppo backprop, slow (100.00 times)",
            ],
            SpeedBars.Of(result).Where(bar => bar.Name.Contains("times as fast") && bar.IsMet is not null)
                .Select(bar => bar.ToString()));
    }

    [Theory]
    [InlineData("update", 1.6, true)]
    [InlineData("update", 1.61, false)]
    [InlineData("update_tenth", 0.5, true)]
    [InlineData("update_tenth", 0.51, false)]
    public void Our_own_epochs_are_the_unit_of_our_updates(string name, double ratio, bool isMet)
    {
        ComparisonResult result = new();
        result.Own.Add(new OwnRatio(Small, name, "ppo", ratio));

        Bar bar = Assert.Single(SpeedBars.Of(result), bar => bar.IsMet is not null);
        Assert.Equal(isMet, bar.IsMet);
        Assert.StartsWith($"{name} of 17-64-64-6 x 5000 in at most ", bar.Name);
    }

    [Fact]
    public void What_bars_ask_of_is_compared()
    {
        HashSet<string> compared = [.. ComparedOperation.All.SelectMany(operation => operation.Peers)];
        string[] names = [.. SpeedBars.Of(new ComparisonResult()).Select(bar => bar.Name)];
        Assert.All(
            names.Where(name => name.Contains("PyTorch's ")),
            name => Assert.Contains(name.Split("PyTorch's ")[1], compared));
        Assert.All(names, name => Assert.Contains(
            BenchmarkNetwork.Compared, network => name.Contains($" {network.WidthText} x {network.Rows} ")));
    }

    [Fact]
    public void The_table_tells_ours_alone_where_there_is_nobody_to_compare_with()
    {
        ComparisonResult result = new() { PeakGigaflops = 200 };
        result.Omissions.Add("No Python with PyTorch.");
        result.Rows.Add(new ComparisonRow(Small, Timing("fvp", 1e8, 1e-3, 200), null));

        string text = new ComparisonTables(1, []).Text(result);

        Assert.Contains("- No Python with PyTorch.\n", text);
        Assert.Contains("was 200 GFLOP/s.", text);
        Assert.Contains("| network                     | rows | operation | ours ms | of peak |\n", text);
        Assert.Contains("| 17-64-64-6 DiagonalGaussian | 5000 | fvp       |   1.000 |     50% |\n", text);
    }

    [Fact]
    public void The_table_has_a_row_for_each_peer_and_says_how_good_its_BLAS_is()
    {
        ComparisonResult result = new() { PeakGigaflops = 200 };
        result.Peers.Add(new PeerFacts("torch 9.9", "some BLAS", 123.4));
        result.Peers.Add(new PeerFacts("torch 9.9", "some BLAS", 150.2));
        result.Rows.Add(Beside("fvp", new PeerTiming("some BLAS", "fvp hand-derived", 0.0045, 4.5)));

        string text = new ComparisonTables(3, SpeedBars.Of(result)).Text(result);

        Assert.StartsWith("- peer: torch 9.9, some BLAS: 150 GFLOP/s on a product of 4096x256 and 256x256\n", text);
        Assert.Contains("| fvp hand-derived | some BLAS |  4.500 |           4.5 |\n", text);
        Assert.Contains("- met: fvp of 17-64-64-6 x 5000 at least 4 times as fast", text);
    }

    private static ComparisonRow Beside(string name, PeerTiming peer) =>
        new(Small, Timing(name, 1e8, 1e-3, null), peer);

    private static OperationTiming Timing(string name, double flops, double seconds, double? peak) =>
        new(new TimedOperation(name, 5000, flops, () => { }), seconds, seconds, peak);
}
