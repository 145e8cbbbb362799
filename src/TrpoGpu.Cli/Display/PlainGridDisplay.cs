using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrpoGpu.Cli.Comparing;
using TrpoGpu.Comparisons;

namespace TrpoGpu.Cli.Display;

/// <summary>
/// For logs and pipes: a line for each run that is done, and one now and then while a long one goes on.
/// </summary>
internal sealed class PlainGridDisplay : IGridDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly TextWriter output;
    private readonly GridProgress progress;
    private readonly Lock outputLock = new();
    private readonly int placeWidth;
    private TimeSpan next;

    /// <param name="output">Where.</param>
    /// <param name="progress">Of the grid; runs that were done before are in it.</param>
    /// <param name="cells">The grid.</param>
    internal PlainGridDisplay(TextWriter output, GridProgress progress, IReadOnlyList<GridCell> cells)
    {
        this.output = output;
        this.progress = progress;
        placeWidth = cells.Max(cell => cell.Place.Length);
    }

    public void Begin(GridCell cell, long stepsTaken)
    {
        progress.Begin(cell, stepsTaken);
        next = Interval;
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        progress.Add(report, elapsed);
        if (elapsed >= next && progress.Current is GridCell cell)
        {
            next = elapsed + Interval;
            string share = $"{100.0 * report.Steps / cell.Options.TotalSteps:0} %";
            Say(Line(progress.Done + 1, cell, $"{ComparisonText.Return(report.EpisodeReturnMean)} so far", share));
        }
    }

    public void End(GridCell cell, CellResult result)
    {
        progress.End(cell, result.Score.Steps, result.Progress.TotalSeconds);
        string fate = result.Score.Outcome == CellOutcome.Diverged ? "diverged" : "";
        Say(Line(
            progress.Done, cell, ComparisonText.Return(result.Score.ReturnMean),
            $"{ComparisonText.Seconds(result.Progress.TotalSeconds)} s", fate));
    }

    public void Say(string line)
    {
        lock (outputLock)
        {
            output.WriteLine(line);
        }
    }

    public void Dispose()
    {
    }

    private string Line(int number, GridCell cell, string score, string share, string fate = "")
    {
        string left = progress.Remaining() is TimeSpan time ? Progress.Duration(time) : "-";
        string place = cell.Place.PadRight(placeWidth);
        string line = $"{number,5} of {progress.Count}  {place}  return {score,8}  {share,7}  left {left,7}  {fate}";
        return line.TrimEnd();
    }
}
