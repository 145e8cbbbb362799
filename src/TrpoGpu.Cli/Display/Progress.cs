using System;

namespace TrpoGpu.Cli.Display;

/// <summary>How far a run is and how long it will take, in words.</summary>
internal static class Progress
{
    internal static int Percent(in TrainingReport report, RunFacts run) =>
        (int)Math.Min(100, 100.0 * report.Steps / run.TotalSteps);

    /// <summary>Environment steps a second of this process, whatever was done before it resumed the run.</summary>
    internal static double StepsPerSecond(in TrainingReport report, RunFacts run, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? (report.Steps - run.FirstStep) / elapsed.TotalSeconds : 0;

    /// <summary>How long the rest of the run will take at the speed so far.</summary>
    internal static TimeSpan Remaining(in TrainingReport report, RunFacts run, TimeSpan elapsed)
    {
        double rate = StepsPerSecond(report, run, elapsed);
        double seconds = rate > 0 ? Math.Max(0, run.TotalSteps - report.Steps) / rate : 0;
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    /// <summary>1234567 as 1.23M, 200000 as 200k.</summary>
    internal static string Count(double count) => count switch
    {
        >= 1e9 => $"{count / 1e9:0.##}G",
        >= 1e6 => $"{count / 1e6:0.##}M",
        >= 1e4 => $"{count / 1e3:0.#}k",
        _ => $"{count:0}",
    };

    /// <summary>Minutes and seconds, with hours before them when there are any: 1:23:45.</summary>
    internal static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";
}
