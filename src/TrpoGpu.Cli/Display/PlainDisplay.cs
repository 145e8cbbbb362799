using System;
using System.IO;

namespace TrpoGpu.Cli.Display;

/// <summary>
/// Lines for logs and pipes: the first iteration, then one at most every ten seconds or tenth of the run.
/// </summary>
internal sealed class PlainDisplay : ITrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TextWriter output;
    private readonly RunFacts run;
    private TimeSpan nextByTime;
    private long nextBySteps;

    internal PlainDisplay(TextWriter output, RunFacts run)
    {
        this.output = output;
        this.run = run;
        nextBySteps = run.FirstStep;
        output.WriteLine(
            $"{run.Environment}, seed {run.Seed}, {run.TotalSteps} steps, {run.Environments} environments, " +
            $"batch {run.BatchRows}, on {run.Device}");
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        bool isLast = report.Steps >= run.TotalSteps;
        if (report.Steps < nextBySteps && elapsed < nextByTime && !isLast)
        {
            return;
        }

        nextByTime = elapsed + Interval;
        nextBySteps = report.Steps + Math.Max(1, run.TotalSteps / 10);
        output.WriteLine($"{Progress.Percent(report, run),3}%  {report}  {Progress.Remaining(report, run, elapsed)}");
    }

    public void Say(string line) => output.WriteLine(line);

    public void Dispose()
    {
    }
}
