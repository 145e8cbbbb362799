using System;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.GpuCheck.Peers;
using TrpoGpu.GpuCheck.Report;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.GpuCheck;

/// <summary>What figures are computed from, and held to.</summary>
public sealed class MeasurementTests
{
    private static readonly NetworkShape Shape =
        new(MlpShape.Parse("3-4-5-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    // Inputs of the layers 3 + 4 + 5, distribution 2 + 2, actions 2, advantage and log-probability.
    [Theory]
    [InlineData("forward", 4 * (3 + 4))]
    [InlineData("gradient", 4 * (12 + 4 + 4))]
    [InlineData("fvp", 4 * (12 + 4))]
    [InlineData("cg", 10 * 4 * (12 + 4))]
    [InlineData("update", (4 * (12 + 4 + 4)) + (10 * 4 * (12 + 4)) + (4 * (3 + 4 + 4)))]
    public void Bytes_of_a_row_are_counted_by_hand(string operation, double expected) =>
        Assert.Equal(expected, RowBytes.Of(Shape).Of(operation, products: 10));

    [Fact]
    public void The_roofline_is_the_lower_of_both_rates()
    {
        Roofline roofline = new(new DeviceRates(CopyGigabytes: 100, FmaGigaflops: 1000));

        Assert.Equal(1000, roofline.Gigaflops(flops: 50, bytes: 1));
        Assert.Equal(200, roofline.Gigaflops(flops: 50, bytes: 25));
        Assert.Null(roofline.Gigaflops(flops: 50, bytes: null));
        Assert.Null(new Roofline(default).Gigaflops(50, 1));
    }

    [Fact]
    public void Bars_are_met_or_not_or_not_measured()
    {
        MeasuredLine[] lines =
        [
            Line("fvp", "17-64-64-6", 262_144) with { RooflineShare = 0.6 },
            Line("fvp", "4-64-64-2", 1 << 20) with { RooflineShare = 0.4 },
            Line("fvp", "4-64-64-2", 1_000) with { RooflineShare = 0.01 },
            Line("cg", "17-64-64-6", 5_000) with { SecondsMedian = 250e-6 },
        ];
        PeerRatio[] peers =
        [
            new("torch", "2", "update", "double-backprop", "a", 1, 1, 6, 6),
            new("torch", "2", "update", "hand-derived", "a", 1, 1, 3, 3),
            new("torch", "2", "fvp", "double-backprop", "a", 1, 1, 1, 1),
        ];

        Bar[] bars = Bars.Of(lines, [], peers);
        Assert.All(Bars.Of([], [], []), bar => Assert.True(bar is { Measured: null, IsMet: null }, bar.Name));

        Assert.Equal([false, true, true, null, null], Array.ConvertAll(bars, bar => bar.IsMet));
        Assert.Equal("2.50 times at the worst: 4-64-64-2 x 1048576", bars[0].Measured);
        Assert.Equal("25.0 us", bars[1].Measured);
        Assert.Equal("6.0 times at the worst: a x 1", bars[2].Measured);
    }

    [Fact]
    public void What_cannot_be_measured_is_left_out_and_what_breaks_has_failed()
    {
        Omissions omissions = new();
        TimeBudget minute = new(TimeSpan.FromSeconds(60));

        Assert.True(omissions.Attempt("a", 1, minute, () => { }));
        Assert.False(omissions.Attempt("b", 61, minute, () => { }));
        Assert.False(omissions.Attempt("c", 1, minute, () => throw new OutOfMemoryException("no room")));
        Assert.False(omissions.Attempt("d", 1, minute, () => throw new InvalidOperationException("broken")));
        Assert.Equal(["b: no time left", "c: no room"], omissions.Skipped);
        Assert.Equal(["d: InvalidOperationException: broken"], omissions.Failed);
    }

    [Fact]
    public void A_report_is_data_with_names_in_snake_case()
    {
        CheckReport report = new()
        {
            Device = new DeviceFacts("cuda", "a device", "1.2.3", "ILGPU"),
            Verification = [new("forward", 1, 2, double.PositiveInfinity, 3, 4, true, "wrong")],
            Skipped = ["something"],
        };

        string json = report.ToJson();

        Assert.Contains("\"worst_share\": \"Infinity\"", json);
        Assert.Contains("\"agrees\": false", json);
        Assert.Contains("\"driver\": \"1.2.3\"", json);
        Assert.Contains("\"skipped\": [", json);
        Assert.DoesNotContain("machine_name", json);
    }

    [Fact]
    public void Numbers_to_time_with_come_again_in_other_places()
    {
        const int Period = 1_048_573;
        float[] samples = RandomSamples.Normals(Period + 3, seed: 1);

        Assert.Equal(samples[..3], samples[Period..]);
        Assert.Equal(samples[..5], RandomSamples.Normals(5, seed: 1));
    }

    private static MeasuredLine Line(string operation, string subject, int rows) =>
        MeasuredLine.Untimed(operation, subject, rows);
}
