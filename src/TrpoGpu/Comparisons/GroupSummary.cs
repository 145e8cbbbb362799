using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.RunStatistics;

namespace TrpoGpu.Comparisons;

/// <summary>What the seeds of one algorithm in one environment come to.</summary>
internal sealed class GroupSummary
{
    /// <param name="cells">Runs that differ in their seed, at least one.</param>
    /// <param name="settings">Name and value of each setting that they share.</param>
    /// <param name="solvedReturn">Mean return from which the environment counts as solved, if one is named.</param>
    internal GroupSummary(
        IReadOnlyList<CellResult> cells, IReadOnlyList<(string Name, string Value)> settings, double? solvedReturn)
    {
        Cells = cells;
        Settings = settings;
        SolvedReturn = solvedReturn;
        Scores = [.. cells.Select(cell => cell.Score.ReturnMean)];
        double[] sorted = [.. Scores.Order()];
        Iqm = InterquartileMean.OfSorted(sorted);
        (Low, High) = new Bootstrap(sorted.Length).Band(sorted, InterquartileMean.OfSorted);
        Mean = Scores.Average();
        Worst = sorted[0];
        StepsToSolve = Quantile.Median([.. cells.Select(cell => StepsToSolveOf(cell) ?? double.NaN)]);
        SecondsToSolve = Quantile.Median([.. cells.Select(cell => SecondsToSolveOf(cell) ?? double.NaN)]);
        SecondsPerMillionSteps = Quantile.Median([.. cells.Select(cell => cell.Progress.SecondsPerMillionSteps)]);
        MeanKl = cells.Average(cell => cell.Progress.MeanKl);
        Updates = cells.Sum(cell => cell.Progress.Outcomes.Length);
        AcceptedShare = (double)cells.Sum(cell => cell.Progress.AcceptedUpdates) / Math.Max(1, Updates);
        Outcomes =
        [
            .. cells.SelectMany(cell => cell.Progress.Outcomes)
                .CountBy(outcome => outcome)
                .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => (count.Key, count.Value)),
        ];
    }

    /// <summary>The runs.</summary>
    internal IReadOnlyList<CellResult> Cells { get; }

    /// <summary>Name and value of each setting.</summary>
    internal IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Mean return from which the environment counts as solved, if one is named.</summary>
    internal double? SolvedReturn { get; }

    /// <summary>Identifier.</summary>
    internal string Environment => Cells[0].Environment;

    /// <summary>Name.</summary>
    internal string Algorithm => Cells[0].Algorithm;

    /// <summary>Final return of each seed.</summary>
    internal double[] Scores { get; }

    /// <summary>Interquartile mean of the final returns.</summary>
    internal double Iqm { get; }

    /// <summary>Lower end of its 95 % band.</summary>
    internal double Low { get; }

    /// <summary>Upper end.</summary>
    internal double High { get; }

    /// <summary>Of the final returns.</summary>
    internal double Mean { get; }

    /// <summary>Final return of the worst seed.</summary>
    internal double Worst { get; }

    /// <summary>Median steps until solved; infinity if half of the runs never were, NaN without a threshold.</summary>
    internal double StepsToSolve { get; }

    /// <summary>The same in seconds of training.</summary>
    internal double SecondsToSolve { get; }

    /// <summary>Runs that were solved while they trained.</summary>
    internal int SolvedRuns => Cells.Count(cell => StepsToSolveOf(cell) is double steps && double.IsFinite(steps));

    /// <summary>Median over the seeds.</summary>
    internal double SecondsPerMillionSteps { get; }

    /// <summary>Mean over updates, then over seeds.</summary>
    internal double MeanKl { get; }

    /// <summary>Updates of all seeds.</summary>
    internal int Updates { get; }

    /// <summary>The part of them that changed the policy.</summary>
    internal double AcceptedShare { get; }

    /// <summary>How often updates ended in each way, the most frequent first.</summary>
    internal IReadOnlyList<(string Name, int Count)> Outcomes { get; }

    /// <summary>Runs that did not finish.</summary>
    internal int DivergedRuns => Cells.Count(cell => cell.Score.Outcome == CellOutcome.Diverged);

    /// <summary>
    /// Steps until the mean return of the last hundred episodes reached the threshold; infinity if it never did, null
    /// without a threshold.
    /// </summary>
    internal double? StepsToSolveOf(CellResult cell) =>
        SolvedReturn is double level ? cell.Progress.ReturnBySteps.FirstAtLeast(level) : null;

    /// <summary>The same in seconds of training.</summary>
    internal double? SecondsToSolveOf(CellResult cell) =>
        SolvedReturn is double level ? cell.Progress.ReturnBySeconds.FirstAtLeast(level) : null;
}
