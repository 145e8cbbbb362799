using System;
using System.Globalization;
using System.Linq;

namespace TrpoGpu.Comparisons;

/// <summary>Figures as tables show them, the same in every culture.</summary>
internal static class ComparisonText
{
    /// <summary>What stands where there is no figure.</summary>
    internal const string None = "-";

    private const string Never = "never";

    /// <summary>A return: as many decimals as tell runs apart.</summary>
    internal static string Return(double value) =>
        double.IsNaN(value) ? None : Plain(value, Math.Abs(value) >= 10 ? "0.0" : "0.00");

    /// <summary>Interquartile mean and band: 498.2 (495.1 to 500.0).</summary>
    internal static string Band(GroupSummary group) =>
        $"{Return(group.Iqm)} ({Return(group.Low)} to {Return(group.High)})";

    /// <summary>Steps until solved: 24.6k; that it never was; or nothing.</summary>
    internal static string Steps(double steps) => Unless(steps, steps switch
    {
        >= 1e6 => Plain(steps / 1e6, "0.##") + "M",
        >= 1e4 => Plain(steps / 1e3, "0.#") + "k",
        _ => Plain(steps, "0"),
    });

    /// <summary>Seconds: 0.42, 6.3, 180.</summary>
    internal static string Seconds(double seconds) => Unless(seconds, Plain(seconds, seconds switch
    {
        >= 100 => "0",
        >= 1 => "0.0",
        _ => "0.00",
    }));

    /// <summary>A KL: 0.0093, 4.9e-7.</summary>
    internal static string Kl(double kl) =>
        double.IsNaN(kl) ? None : Plain(kl, kl is 0 or >= 1e-3 ? "0.0000" : "0.0e-0");

    /// <summary>A share in per cent; what is not all of it never reads 100 %.</summary>
    internal static string Percent(double share) => double.IsNaN(share)
        ? None
        : Plain(share < 1 ? Math.Min(Math.Round(100 * share, 1), 99.9) : 100, "0.#") + " %";

    /// <summary>How often updates were refused, and for what.</summary>
    internal static string Refused(GroupSummary group)
    {
        string[] refusals =
        [
            .. group.Outcomes.Where(outcome => outcome.Name != RunProgress.Accepted)
                .Select(outcome => $"{outcome.Name} {Plain(outcome.Count, "0")}"),
        ];
        return refusals.Length > 0 ? string.Join(", ", refusals) : "none";
    }

    private static string Unless(double value, string text) =>
        double.IsNaN(value) ? None : double.IsInfinity(value) ? Never : text;

    private static string Plain(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
