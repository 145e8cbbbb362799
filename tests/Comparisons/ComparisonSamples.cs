using System;
using System.Linq;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Comparisons;

/// <summary>Comparisons that were never run, of any size.</summary>
internal static class ComparisonSamples
{
    internal const int Updates = 20;
    internal const int StepsOfUpdate = 1000;

    /// <summary>A run that learns from -200 towards -100, faster the greater <paramref name="speed"/>.</summary>
    internal static CellResult Cell(
        string environment, string algorithm, ulong seed, double speed, CellScore? score = null)
    {
        double[] updates = [.. Enumerable.Range(1, Updates).Select(k => (double)k)];
        RunProgress progress = new(
            [.. updates.Select(k => k * StepsOfUpdate)],
            [.. updates.Select(k => k * 0.1 / speed)],
            [.. updates.Select(k => k < 2 ? double.NaN : -100 - (100 * Math.Exp(-speed * (k + seed) / 5)))],
            [.. updates.Select(k => k == 7 ? 0 : 0.008 + (0.001 * Math.Sin(k + seed)))],
            [.. updates.Select(k => k == 7 ? "KlExceeded" : "Accepted")]);
        CellScore final = score ?? new CellScore(
            CellOutcome.Finished, null, Updates * StepsOfUpdate, 100, -100 - (10 / speed) - seed, 1.5, 111);
        return new CellResult(
            environment, algorithm, seed, $"{environment.ToLowerInvariant()}/{algorithm}/s{seed}", final, progress);
    }

    internal static GroupSummary Group(
        string environment, string algorithm, double speed, int seeds, double? solved = null) => new(
        [.. Enumerable.Range(0, seeds).Select(seed => Cell(environment, algorithm, (ulong)seed, speed))],
        [("target_kl", "0.01"), ("gamma", speed > 1 ? "0.98" : "0.99")], solved);

    /// <summary>Every environment with every algorithm, the later the faster.</summary>
    internal static ComparisonResult Result(
        string[] environments, string[] algorithms, int seeds = 4, string commandLine = "trpo compare") => new(
        commandLine, SystemInfo.Current, "a device", $"0..{seeds - 1}", RunsElsewhere: 0,
        [
            .. environments.SelectMany((environment, e) => algorithms.Select((algorithm, a) => Group(
                environment, algorithm, 0.5 * (a + 1), seeds, e == 0 ? -120 : null))),
        ]);
}
