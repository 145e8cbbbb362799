using System;
using System.Globalization;

namespace TrpoGpu.Cli.Display;

/// <summary>How far a run is and how long it will take, in words.</summary>
internal static class Progress
{
    internal static int Percent(in TrainingReport report, RunFacts run) =>
        (int)Math.Min(100, 100 * report.Steps / Math.Max(1, run.TotalSteps));

    internal static double StepsPerSecond(in TrainingReport report, RunFacts run, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? (report.Steps - run.FirstStep) / elapsed.TotalSeconds : 0;

    internal static string Remaining(in TrainingReport report, RunFacts run, TimeSpan elapsed)
    {
        double rate = StepsPerSecond(report, run, elapsed);
        double seconds = rate > 0 ? Math.Max(0, run.TotalSteps - report.Steps) / rate : 0;
        return $"{Count(rate)} steps/s, {Duration(TimeSpan.FromSeconds(seconds))} left";
    }

    /// <summary>1234567 as 1.23M.</summary>
    internal static string Count(double count) => count switch
    {
        >= 1e9 => (count / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + "G",
        >= 1e6 => (count / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (count / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        _ => count.ToString("0", CultureInfo.InvariantCulture),
    };

    internal static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";
}
