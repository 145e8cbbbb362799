using System;
using System.Collections.Generic;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;

namespace TrpoGpu.Cli.Display;

/// <summary>The lines of a live display: what a run came to so far, cut to the width of the terminal.</summary>
internal sealed class TrainingPanel(RunFacts run)
{
    /// <summary>Columns before the first value of a line.</summary>
    internal const int LabelWidth = 9;

    /// <summary>What the bar is made of, as far as the run has come.</summary>
    internal const char Done = '━';

    /// <summary>What the rest of the bar is made of.</summary>
    internal const char ToDo = '─';

    private const int ShortestBar = 2;
    private const int LongestBar = 40;

    private TrainingReport? latest;
    private TimeSpan latestElapsed;
    private double bestReturn = double.NegativeInfinity;
    private int refused;
    private UpdateOutcome lastRefusal;

    /// <summary>Takes in an iteration.</summary>
    internal void Add(in TrainingReport report, TimeSpan elapsed)
    {
        latest = report;
        latestElapsed = elapsed;
        bestReturn = double.IsNaN(report.EpisodeReturnMean)
            ? bestReturn
            : Math.Max(bestReturn, report.EpisodeReturnMean);
        if (report.Update.Outcome != UpdateOutcome.Accepted)
        {
            refused++;
            lastRefusal = report.Update.Outcome;
        }
    }

    /// <summary>The head, then lines of a label and values.</summary>
    /// <param name="width">The most columns a line may take.</param>
    /// <param name="now">Since training began.</param>
    internal List<string> Lines(int width, TimeSpan now)
    {
        List<string> lines = [$"{run.Environment}   {run.Algorithm}   seed {run.Seed}   {run.Device}"];
        if (latest is not TrainingReport report)
        {
            lines.Add(Line("update", $"the first is under way, {Progress.Duration(now)}"));
        }
        else
        {
            lines.Add(Line("return", Return(report)));
            lines.Add(Line("policy", Policy(report.Update)));
            lines.Add(Line("critic", $"explained variance {report.ExplainedVariance:0.00}"));
            lines.Add(Line("updates", refused == 0
                ? $"{report.Iteration}, none refused"
                : $"{report.Iteration}, {refused} refused, the last for {lastRefusal}"));
            lines.Add(Line("time", $"{Progress.Duration(now)}   {Phases(report)}"));
            lines.Add(Bar(report, width));
        }

        return lines.ConvertAll(line => Cut(line, width));
    }

    /// <summary>Cuts a line, with an ellipsis in its last column.</summary>
    internal static string Cut(string line, int width) => line.Length <= width ? line : $"{line[..(width - 1)]}…";

    private static string Line(string label, string values) => label.PadRight(LabelWidth) + values;

    private string Return(in TrainingReport report)
    {
        string solved = run.SolvedReturn is double threshold ? $"   solved at {threshold:0.##}" : "";
        string mean = $"{report.EpisodeReturnMean:0.0}   best {bestReturn:0.0}{solved}";
        return double.IsNaN(report.EpisodeReturnMean)
            ? $"no episode has ended yet{solved}"
            : $"{mean}   {report.EpisodeLengthMean:0} steps an episode";
    }

    private string Policy(in UpdateReport update) =>
        $"KL {update.End.MeanKlOldToNew:0.0000}{(run.MaxKl is double most ? $" of {most:0.####}" : "")}   " +
        $"step {update.StepFraction:0.00}   " +
        $"{(update.Solve is ConjugateGradientResult solve ? $"CG {solve.Iterations}   " : "")}" +
        $"entropy {update.End.Entropy:0.00}";

    private string Bar(in TrainingReport report, int width)
    {
        bool isDone = report.Steps >= run.TotalSteps;
        string left = isDone ? "done" : $"{Progress.Duration(Progress.Remaining(report, run, latestElapsed))} left";
        string steps = $"{Progress.Count(report.Steps)} of {Progress.Count(run.TotalSteps)} steps";
        string rate = Progress.Count(Progress.StepsPerSecond(report, run, latestElapsed));
        string values = $" {Progress.Percent(report, run)}%   {steps}   {rate}/s   {left}";
        int columns = Math.Clamp(width - values.Length, ShortestBar, LongestBar);
        int filled = Progress.Percent(report, run) * columns / 100;
        return new string(Done, filled) + new string(ToDo, columns - filled) + values;
    }

    private static string Phases(in TrainingReport report)
    {
        TimeSpan total = report.RolloutTime + report.UpdateTime + report.CriticTime;
        return total > TimeSpan.Zero
            ? $"rollout {report.RolloutTime / total:0%}   policy {report.UpdateTime / total:0%}   " +
              $"critic {report.CriticTime / total:0%}"
            : "";
    }
}
