using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Charts;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>The picture of how returns grew: one panel for each environment.</summary>
internal static class LearningCurves
{
    private const int Columns = 3;

    internal static string Svg(LearningTask[] tasks, IReadOnlyList<LearningRun> runs, string seeds)
    {
        List<ChartPanel> panels = [];
        foreach (LearningTask task in tasks)
        {
            panels.Add(Panel(task, [.. runs.Where(run => run.Environment == task.Id)]));
        }

        return LineChart.Svg(
            $"Mean return of the last hundred training episodes: mean and range over seeds {seeds}",
            panels, Columns);
    }

    private static ChartPanel Panel(LearningTask task, LearningRun[] runs)
    {
        // One preset, one batch size: the runs of a task have their iterations at the same steps.
        int iterations = runs.Min(run => run.Curve.Length);
        double stepsPerIteration = (double)runs[0].Steps / runs[0].Curve.Length;
        double[] steps = [.. Enumerable.Range(1, iterations).Select(k => k * stepsPerIteration)];
        double[][] returns = [.. Enumerable.Range(0, iterations).Select(k => runs.Select(r => r.Curve[k]).ToArray())];
        ChartCurve curve = new(
            "TRPO", steps, [.. returns.Select(r => r.Average())], [.. returns.Select(r => r.Min())],
            [.. returns.Select(r => r.Max())]);
        return new ChartPanel(task.Id, "environment steps", "return", [curve], task.Required);
    }
}
