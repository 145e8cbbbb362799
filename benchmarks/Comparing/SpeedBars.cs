using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>What the project asks of its speed beside the machine's peak and beside PyTorch.</summary>
internal static class SpeedBars
{
    private const string Small = "17-64-64-6";
    private const string Wide = "376-256-256-17";

    // Network, rows, operation, least share of the peak.
    private static readonly (string Widths, int Rows, string Operation, double Least)[] Shares =
    [
        (Small, 5_000, "fvp", 0.65),
        (Small, 50_000, "fvp", 0.70),
        (Wide, 20_000, "fvp", 0.80),
    ];

    // Network, rows, operation, what of PyTorch's, least times as fast.
    private static readonly (string Widths, int Rows, string Operation, string Peer, double Least)[] Ratios =
    [
        (Small, 5_000, "fvp", "fvp hand-derived", 4),
        (Small, 5_000, "fvp", "fvp double-backprop", 8),
        (Small, 50_000, "fvp", "fvp hand-derived", 6),
        (Small, 50_000, "fvp", "fvp double-backprop", 12),
        (Wide, 20_000, "fvp", "fvp hand-derived", 2.5),
        (Wide, 20_000, "fvp", "fvp double-backprop", 3.5),
        (Small, 5_000, "update", "update double-backprop", 15),
        (Small, 5_000, "update", "update hand-derived", 4),
        (Small, 5_000, "update", "ppo backprop", 4),
    ];

    // Network, rows, operation, in terms of what of ours, most.
    private static readonly (string Widths, int Rows, string Operation, string Unit, double Most)[] Own =
    [
        (Small, 5_000, "update", "ppo", 1.6),
        (Small, 5_000, "update_tenth", "ppo", 0.5),
    ];

    /// <summary>Every bar; of peers one for each BLAS.</summary>
    public static Bar[] Of(ComparisonResult result) =>
    [
        .. Shares.Select(bar => Share(bar.Widths, bar.Rows, bar.Operation, bar.Least, result.Rows)),
        .. Ratios.SelectMany(
            bar => OverPeer(bar.Widths, bar.Rows, bar.Operation, bar.Peer, bar.Least, result.Rows)),
        .. Own.Select(bar => InTermsOf(bar.Widths, bar.Rows, bar.Operation, bar.Unit, bar.Most, result.Own)),
    ];

    private static Bar Share(
        string widths, int rows, string operation, double least, IReadOnlyList<ComparisonRow> measured)
    {
        string name = $"{operation} of {widths} x {rows} at {Text(least, "0%")} of the peak or more";
        double? share = measured.FirstOrDefault(row => Is(row, widths, rows, operation))?.Ours.PeakShare;
        return share is not double found
            ? new Bar(name, null, null)
            : new Bar(name, Text(found, "0.0%"), found >= least);
    }

    private static IEnumerable<Bar> OverPeer(
        string widths, int rows, string operation, string peer, double least, IReadOnlyList<ComparisonRow> measured)
    {
        string name =
            $"{operation} of {widths} x {rows} at least {Text(least, "0.#")} times as fast as PyTorch's {peer}";
        PeerTiming[] timings =
        [
            .. measured.Where(row => Is(row, widths, rows, operation) && row.Peer?.Variant == peer)
                .Select(row => row.Peer!),
        ];
        return timings.Length == 0
            ? [new Bar(name, null, null)]
            : timings.Select(timing => new Bar(
                $"{name}, {timing.Blas}", $"{Text(timing.Ratio, "0.00")} times", timing.Ratio >= least));
    }

    private static Bar InTermsOf(
        string widths, int rows, string operation, string unit, double most, IReadOnlyList<OwnRatio> measured)
    {
        string name =
            $"{operation} of {widths} x {rows} in at most {Text(most, "0.0")} times the time of our own {unit}";
        OwnRatio? own = measured.FirstOrDefault(ratio => ratio.Network.WidthText == widths &&
            ratio.Network.Rows == rows && ratio.Name == operation && ratio.Unit == unit);
        return own is null
            ? new Bar(name, null, null)
            : new Bar(name, $"{Text(own.Ratio, "0.00")} times", own.Ratio <= most);
    }

    private static bool Is(ComparisonRow row, string widths, int rows, string operation) =>
        row.Network.WidthText == widths && row.Network.Rows == rows && row.Ours.Operation.Name == operation;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
