using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Charts;
using TrpoGpu.RunStatistics;

namespace TrpoGpu.Comparisons;

/// <summary>The charts of an environment, side by side: returns by steps and by the clock, and KL.</summary>
internal static class ComparisonCharts
{
    private const int ReturnPlaces = 150;

    // Each seed's KL is averaged within a part of the run, lest the noise of single updates hide the rest.
    private const int KlParts = 40;
    private const int Columns = 3;
    private const string KlSetting = "target_kl";

    /// <summary>One SVG element with a curve for each algorithm in each of three panels.</summary>
    /// <param name="groups">Of one environment, in the order of the legend.</param>
    internal static string Svg(IReadOnlyList<GroupSummary> groups)
    {
        double? solved = groups[0].SolvedReturn;
        ChartPanel[] panels =
        [
            new ChartPanel(
                "Return by steps", "environment steps", "return", Returns(groups, run => run.ReturnBySteps), solved),
            new ChartPanel(
                "Return by time", "seconds of training", "return", Returns(groups, run => run.ReturnBySeconds), solved),
            new ChartPanel("KL of an update", "environment steps", "KL(old, new)", Kl(groups), TrustRegion(groups)),
        ];
        return LineChart.Svg(
            $"{groups[0].Environment}: learning curves of {string.Join(", ", groups.Select(group => group.Algorithm))}",
            panels, Columns);
    }

    private static ChartCurve[] Returns(IReadOnlyList<GroupSummary> groups, Func<RunProgress, SampledCurve> curve)
    {
        SampledCurve[][] runs = [.. groups.Select(group => Curves(group, curve))];
        double[] places = CurveBand.Grid(runs.SelectMany(own => own).Max(own => own.End), ReturnPlaces);
        return
        [
            .. groups.Select((group, k) => Curve(group.Algorithm, CurveBand.InterquartileMeans(runs[k], places))),
        ];
    }

    private static ChartCurve[] Kl(IReadOnlyList<GroupSummary> groups)
    {
        double end = groups.SelectMany(group => group.Cells).Max(cell => cell.Progress.Steps.LastOrDefault());
        double[] places = CurveBand.Grid(end, KlParts);
        return
        [
            .. groups.Select(group => Curve(
                group.Algorithm, CurveBand.Medians(Curves(group, run => KlOfParts(run, places)), places))),
        ];
    }

    // The mean of the updates between one place and the next.
    private static SampledCurve KlOfParts(RunProgress run, double[] places)
    {
        double[] sums = new double[places.Length];
        int[] counts = new int[places.Length];
        for (int k = 0; k < run.Kl.Length; k++)
        {
            int place = Array.BinarySearch(places, run.Steps[k]);
            int part = Math.Min(place < 0 ? ~place : place, places.Length - 1);
            sums[part] += run.Kl[k];
            counts[part]++;
        }

        return new SampledCurve(places, [.. sums.Select((sum, k) => counts[k] > 0 ? sum / counts[k] : double.NaN)]);
    }

    // To compare with, where all have the same.
    private static double? TrustRegion(IReadOnlyList<GroupSummary> groups)
    {
        string[] bounds =
        [
            .. groups.SelectMany(group => group.Settings)
                .Where(setting => setting.Name == KlSetting).Select(setting => setting.Value).Distinct(),
        ];
        return bounds is [string bound]
            ? double.Parse(bound, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    private static SampledCurve[] Curves(GroupSummary group, Func<RunProgress, SampledCurve> curve) =>
        [.. group.Cells.Select(cell => curve(cell.Progress))];

    private static ChartCurve Curve(string name, CurveBand band) =>
        new(name, band.Places, band.Middle, band.Low, band.High);
}
