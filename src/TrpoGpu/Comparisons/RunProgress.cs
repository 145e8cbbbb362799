using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.RunStatistics;

namespace TrpoGpu.Comparisons;

/// <summary>The updates of a run, as its <c>progress.csv</c> tells of them.</summary>
internal sealed class RunProgress
{
    /// <summary>How an update that changed the policy ended.</summary>
    internal const string Accepted = "Accepted";

    private readonly double[] returns;

    /// <param name="steps">[updates] environment steps so far.</param>
    /// <param name="seconds">[updates] of training so far.</param>
    /// <param name="returns">[updates] mean return of the last hundred episodes.</param>
    /// <param name="kl">[updates] KL(old, new).</param>
    /// <param name="outcomes">[updates] how each ended.</param>
    internal RunProgress(double[] steps, double[] seconds, double[] returns, double[] kl, string[] outcomes)
    {
        this.returns = returns;
        Steps = steps;
        Seconds = seconds;
        Kl = kl;
        Outcomes = outcomes;
        ReturnBySteps = new SampledCurve(steps, returns);
        ReturnBySeconds = new SampledCurve(seconds, returns);
    }

    /// <summary>[updates] environment steps so far.</summary>
    internal double[] Steps { get; }

    /// <summary>[updates] seconds of training so far, those of a resumed run together.</summary>
    internal double[] Seconds { get; }

    /// <summary>[updates] KL(old, new).</summary>
    internal double[] Kl { get; }

    /// <summary>[updates] how each ended.</summary>
    internal string[] Outcomes { get; }

    /// <summary>The learning curve.</summary>
    internal SampledCurve ReturnBySteps { get; }

    /// <summary>The learning curve on the clock.</summary>
    internal SampledCurve ReturnBySeconds { get; }

    /// <summary>Mean return of the last hundred training episodes; NaN before the first.</summary>
    internal double LastReturn => returns.Length > 0 ? returns[^1] : double.NaN;

    /// <summary>Seconds of training.</summary>
    internal double TotalSeconds => Seconds.Length > 0 ? Seconds[^1] : 0;

    /// <summary>Seconds that a million steps took.</summary>
    internal double SecondsPerMillionSteps => Steps.Length > 0 ? TotalSeconds / Steps[^1] * 1e6 : double.NaN;

    /// <summary>Mean KL over all updates, those that were refused with zero.</summary>
    internal double MeanKl => Kl.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Updates that changed the policy.</summary>
    internal int AcceptedUpdates => Outcomes.Count(outcome => outcome == Accepted);

    /// <summary>Reads the log of a run.</summary>
    /// <exception cref="InvalidFileException">It is not one: says where and why.</exception>
    internal static RunProgress Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        List<string> names = [.. (lines.Length > 0 ? lines[0] : "").Split(',')];
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        return new RunProgress(
            Numbers(MetricNames.Steps), Numbers(MetricNames.Elapsed), Numbers(MetricNames.EpisodeReturn),
            Numbers(MetricNames.Kl), Texts("train/outcome"));

        double[] Numbers(string name) => [.. Texts(name).Select((text, k) => Number(text, path, k, name))];

        string[] Texts(string name)
        {
            int column = names.IndexOf(name);
            return column < 0
                ? throw Foreign(path, "line 1", $"there is no column {name}")
                : [.. rows.Select((row, k) => row.Length == names.Count
                    ? row[column]
                    : throw Foreign(
                        path, $"line {k + 2}",
                        $"{row.Length} values, expected one for each of {names.Count} columns"))];
        }
    }

    private static double Number(string text, string path, int row, string name) => text switch
    {
        "" or "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Foreign(path, $"line {row + 2}", $"{name} is {DisplayText.Quote(text)}, expected a number"),
    };

    private static InvalidFileException Foreign(string path, string where, string reason) => new(
        path, where, reason, "Give the folder of a whole run, or remove it and run it again.");
}
