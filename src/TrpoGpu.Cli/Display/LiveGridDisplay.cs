using System;
using System.Collections.Generic;
using System.Threading;
using Spectre.Console;
using TrpoGpu.Cli.Comparing;
using TrpoGpu.Comparisons;

namespace TrpoGpu.Cli.Display;

/// <summary>The last runs, the one under way and a bar, redrawn a few times a second.</summary>
internal sealed class LiveGridDisplay : IGridDisplay
{
    private const int ShownRuns = 6;
    private const int ShortestBar = 2;
    private const int LongestBar = 40;

    private readonly GridProgress progress;
    private readonly LivePainter painter;
    private readonly Lock progressLock = new();
    private readonly Queue<string> latest = new();

    /// <param name="console">Where it is shown.</param>
    /// <param name="progress">Of the grid; runs that were done before are in it.</param>
    internal LiveGridDisplay(IAnsiConsole console, GridProgress progress)
    {
        this.progress = progress;
        painter = new LivePainter(console, Lines);
    }

    public void Begin(GridCell cell, long stepsTaken)
    {
        lock (progressLock)
        {
            progress.Begin(cell, stepsTaken);
        }
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        lock (progressLock)
        {
            progress.Add(report, elapsed);
        }
    }

    public void End(GridCell cell, CellResult result)
    {
        lock (progressLock)
        {
            progress.End(cell, result.Score.Steps, result.Progress.TotalSeconds);
            string fate = result.Score.Outcome == CellOutcome.Diverged ? "   diverged" : "";
            latest.Enqueue(Line(
                "done",
                $"{cell.Place}   return {ComparisonText.Return(result.Score.ReturnMean)}   " +
                $"{ComparisonText.Seconds(result.Progress.TotalSeconds)} s{fate}"));
            while (latest.Count > ShownRuns)
            {
                latest.Dequeue();
            }
        }
    }

    public void Say(string line) => painter.Say(line);

    public void Dispose() => painter.Dispose();

    private List<string> Lines(int columns, TimeSpan now)
    {
        lock (progressLock)
        {
            List<string> lines = [$"{progress.Count} runs   {Progress.Duration(now)}", .. latest];
            if (progress.Current is GridCell cell)
            {
                lines.Add(Line("now", progress.Latest is TrainingReport report
                    ? $"{cell.Place}   return {ComparisonText.Return(report.EpisodeReturnMean)}   " +
                      $"KL {report.Update.End.MeanKlOldToNew:0.0000}   " +
                      $"{Progress.Count(report.Steps)} of {Progress.Count(cell.Options.TotalSteps)} steps"
                    : cell.Place));
            }

            string left = progress.Remaining() is TimeSpan time ? $"{Progress.Duration(time)} left" : "";
            string values = $" {progress.Done} of {progress.Count} runs   {left}";
            int bar = Math.Clamp(columns - values.Length, ShortestBar, LongestBar);
            int filled = progress.Done * bar / progress.Count;
            lines.Add(new string(TrainingPanel.Done, filled) + new string(TrainingPanel.ToDo, bar - filled) + values);
            return lines.ConvertAll(line => TrainingPanel.Cut(line, columns));
        }
    }

    private static string Line(string label, string values) => label.PadRight(TrainingPanel.LabelWidth) + values;
}
