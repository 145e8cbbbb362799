using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.RunStatistics;

/// <summary>What several runs' curves come to at common places.</summary>
/// <param name="Places">[n] ascending.</param>
/// <param name="Middle">[n]; NaN where a run has no value yet, and beyond the end of the longest.</param>
/// <param name="Low">[n] lower edge of the band.</param>
/// <param name="High">[n] upper edge.</param>
internal sealed record CurveBand(double[] Places, double[] Middle, double[] Low, double[] High)
{
    // A hair of rounding between the last place of a grid and the end of the run that it was made for.
    private const double Rounding = 1e-9;

    /// <summary>Equal distances up to an end, which is the last place.</summary>
    internal static double[] Grid(double end, int count) =>
        [.. Enumerable.Range(1, count).Select(k => end * k / count)];

    /// <summary>Interquartile mean and its bootstrap band.</summary>
    /// <param name="runs">One curve a run; those without any value are left out.</param>
    /// <param name="places">[n] ascending.</param>
    internal static CurveBand InterquartileMeans(IReadOnlyList<SampledCurve> runs, double[] places)
    {
        Bootstrap? bootstrap = null;
        return Over(runs, places, sorted =>
        {
            bootstrap ??= new Bootstrap(sorted.Length);
            (double low, double high) = bootstrap.Band(sorted, InterquartileMean.OfSorted);
            return (InterquartileMean.OfSorted(sorted), low, high);
        });
    }

    /// <summary>Median, between the least and the greatest.</summary>
    /// <param name="runs">One curve a run; those without any value are left out.</param>
    /// <param name="places">[n] ascending.</param>
    internal static CurveBand Medians(IReadOnlyList<SampledCurve> runs, double[] places) => Over(
        runs, places, sorted => (Quantile.MedianOfSorted(sorted), sorted[0], sorted[^1]));

    private static CurveBand Over(
        IReadOnlyList<SampledCurve> runs, double[] places, Func<double[], (double Middle, double Low, double High)> sum)
    {
        SampledCurve[] measured = [.. runs.Where(run => !run.IsEmpty)];
        double end = measured.Select(run => run.End).DefaultIfEmpty().Max();
        double[] middle = new double[places.Length];
        double[] low = new double[places.Length];
        double[] high = new double[places.Length];
        for (int k = 0; k < places.Length; k++)
        {
            double[] values = [.. measured.Select(run => run[places[k]])];
            bool isWhole = values.Length > 0 && places[k] <= end * (1 + Rounding) && values.All(double.IsFinite);
            Array.Sort(values);
            (middle[k], low[k], high[k]) = isWhole ? sum(values) : (double.NaN, double.NaN, double.NaN);
        }

        return new CurveBand(places, middle, low, high);
    }
}
