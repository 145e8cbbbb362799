using System;

namespace TrpoGpu.RunStatistics;

/// <summary>
/// The mean of the middle half of some scores, as Agarwal and others recommend for few runs ("Deep Reinforcement
/// Learning at the Edge of the Statistical Precipice", 2021): steadier than the mean, and unlike the median it hears
/// half of the runs.
/// </summary>
internal static class InterquartileMean
{
    /// <summary>
    /// A quarter of the weight is cut at either end; where a cut falls inside a score, its rest counts.
    /// </summary>
    /// <param name="sorted">[n] ascending, at least one.</param>
    internal static double OfSorted(ReadOnlySpan<double> sorted)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        double cut = sorted.Length / 4.0;
        int first = (int)cut;
        int last = sorted.Length - 1 - first;
        if (first == last)
        {
            return sorted[first];
        }

        // Of the scores in which the cuts fall, what is not cut away.
        double edge = 1 - (cut - first);
        double sum = edge * (sorted[first] + sorted[last]);
        for (int k = first + 1; k < last; k++)
        {
            sum += sorted[k];
        }

        return sum / (sorted.Length / 2.0);
    }

    /// <summary>The same of scores in any order.</summary>
    internal static double Of(ReadOnlySpan<double> scores)
    {
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted);
    }
}
