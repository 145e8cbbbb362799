using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Cli.Comparing;

namespace TrpoGpu.Cli.Display;

/// <summary>How far a grid of runs is, and how long the rest will take.</summary>
/// <param name="cells">All runs.</param>
internal sealed class GridProgress(IReadOnlyList<GridCell> cells)
{
    private readonly HashSet<GridCell> done = [];
    private readonly Dictionary<(string Environment, string Algorithm), (double Steps, double Seconds)> spent = [];
    private long firstStep;
    private TimeSpan currentElapsed;

    /// <summary>Runs in all.</summary>
    internal int Count => cells.Count;

    /// <summary>Runs that are done.</summary>
    internal int Done => done.Count;

    /// <summary>The run under way, and its last update; null between runs and before the first update.</summary>
    internal GridCell? Current { get; private set; }

    /// <summary>What the run under way came to.</summary>
    internal TrainingReport? Latest { get; private set; }

    /// <summary>Begins with a run.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="stepsTaken">Of it before.</param>
    internal void Begin(GridCell cell, long stepsTaken)
    {
        Current = cell;
        Latest = null;
        firstStep = stepsTaken;
        currentElapsed = TimeSpan.Zero;
    }

    /// <summary>Takes in an update of the run under way.</summary>
    internal void Add(in TrainingReport report, TimeSpan elapsed)
    {
        Latest = report;
        currentElapsed = elapsed;
    }

    /// <summary>Takes in a run that is done.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="steps">Of all of it.</param>
    /// <param name="seconds">Of all of it.</param>
    internal void End(GridCell cell, double steps, double seconds)
    {
        done.Add(cell);
        Current = null;
        Latest = null;
        (double earlierSteps, double earlierSeconds) = spent.GetValueOrDefault(Key(cell));
        spent[Key(cell)] = (earlierSteps + steps, earlierSeconds + seconds);
    }

    /// <summary>How long the rest will take by what was seen of each kind of run; null if nothing was seen.</summary>
    internal TimeSpan? Remaining()
    {
        Dictionary<(string Environment, string Algorithm), (double Steps, double Seconds)> seen = new(spent);
        if (Current is GridCell current && Latest is TrainingReport report)
        {
            (double steps, double seconds) = seen.GetValueOrDefault(Key(current));
            seen[Key(current)] = (steps + report.Steps - firstStep, seconds + currentElapsed.TotalSeconds);
        }

        double left = 0;
        foreach (GridCell cell in cells.Where(cell => !done.Contains(cell)))
        {
            double taken = cell == Current ? Latest?.Steps ?? firstStep : 0;
            left += Math.Max(0, cell.Options.TotalSteps - taken) * SecondsPerStep(seen, cell);
        }

        return left < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(left) : null;
    }

    // Of its own kind, or else of its environment, or else of all that was seen.
    private static double SecondsPerStep(
        Dictionary<(string Environment, string Algorithm), (double Steps, double Seconds)> seen, GridCell cell) =>
        Rate(seen.Where(kind => kind.Key == Key(cell))) ??
        Rate(seen.Where(kind => kind.Key.Environment == cell.Environment)) ??
        Rate(seen) ?? double.PositiveInfinity;

    private static double? Rate(
        IEnumerable<KeyValuePair<(string Environment, string Algorithm), (double Steps, double Seconds)>> kinds)
    {
        double steps = kinds.Sum(kind => kind.Value.Steps);
        return steps > 0 ? kinds.Sum(kind => kind.Value.Seconds) / steps : null;
    }

    private static (string Environment, string Algorithm) Key(GridCell cell) => (cell.Environment, cell.Algorithm);
}
