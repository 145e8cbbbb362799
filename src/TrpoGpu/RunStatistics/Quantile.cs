using System;

namespace TrpoGpu.RunStatistics;

/// <summary>Quantiles by linear interpolation between order statistics, as NumPy takes them.</summary>
internal static class Quantile
{
    /// <param name="sorted">[n] ascending, at least one; infinities are values like any other.</param>
    /// <param name="share">From 0, the least, to 1, the greatest.</param>
    internal static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        double between = place - below;

        // A product of zero and an infinity would be no number.
        return between == 0 || sorted[below] == sorted[below + 1]
            ? sorted[below]
            : sorted[below] + (between * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>The middle of sorted values.</summary>
    internal static double MedianOfSorted(ReadOnlySpan<double> sorted) => OfSorted(sorted, 0.5);

    /// <summary>The middle of values in any order.</summary>
    internal static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return MedianOfSorted(sorted);
    }
}
