using System;
using System.Globalization;
using System.IO;
using System.Threading;
using TrpoGpu.Algorithms;

namespace TrpoGpu.Cli.Display;

/// <summary>
/// A table for logs and pipes: the first iteration, then a line at most every ten seconds or tenth of the run, then the
/// last.
/// </summary>
internal sealed class PlainDisplay : ITrainingDisplay
{
    private const int Tenths = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TextWriter output;
    private readonly RunFacts run;
    private readonly Lock outputLock = new();
    private TimeSpan nextByTime;
    private long nextBySteps;
    private bool hasHead;

    internal PlainDisplay(TextWriter output, RunFacts run)
    {
        this.output = output;
        this.run = run;
        nextBySteps = run.FirstStep;
        output.WriteLine($"{run.Environment}, {run.Algorithm}, seed {run.Seed}: {run.TotalSteps} steps, " +
            $"{run.StepsPerUpdate} an update ({run.Environments} environments)");
        output.WriteLine($"on {run.Device}");
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        bool isLast = report.Steps >= run.TotalSteps;
        if (report.Steps < nextBySteps && elapsed < nextByTime && !isLast)
        {
            return;
        }

        nextByTime = elapsed + Interval;
        nextBySteps = report.Steps + Math.Max(1, run.TotalSteps / Tenths);
        UpdateOutcome outcome = report.Update.Outcome;
        string line = Row(
            $"{report.Steps}", Mean(report.EpisodeReturnMean, "0.0"), Mean(report.EpisodeLengthMean, "0"),
            $"{report.Update.End.MeanKlOldToNew:0.0000}", $"{report.Update.StepFraction:0.00}",
            report.Update.Solve?.Iterations.ToString(CultureInfo.InvariantCulture) ?? "-",
            $"{report.ExplainedVariance:0.00}",
            Progress.Count(Progress.StepsPerSecond(report, run, elapsed)),
            Progress.Duration(Progress.Remaining(report, run, elapsed)));
        lock (outputLock)
        {
            if (!hasHead)
            {
                hasHead = true;
                output.WriteLine(Row("steps", "return", "length", "KL", "step", "CG", "EV", "steps/s", "left"));
            }

            output.WriteLine(outcome == UpdateOutcome.Accepted ? line : $"{line}  {outcome}");
        }
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

    // Before the first episode has ended there is no mean.
    private static string Mean(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format);

    private static string Row(
        string steps, string reward, string length, string kl, string step, string cg, string ev, string rate,
        string left) =>
        $"{steps,10} {reward,9} {length,8} {kl,8} {step,6} {cg,4} {ev,7} {rate,9} {left,8}";
}
