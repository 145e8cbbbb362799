using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>What a benchmark of learning was asked for: environments, seeds, settings, files.</summary>
internal sealed class LearningRequest
{
    /// <summary>The arguments that are understood.</summary>
    internal const string Synopsis =
        "[classic|locomotion|ENV ...] [--seeds 0..9] [--set name=value ...] [--out FILE] [--curves FILE.svg]";

    private readonly List<LearningTask> named = [];
    private readonly List<string> settings = [];
    private string? output;

    /// <summary>The environments that were named, or all.</summary>
    internal LearningTask[] Tasks => named.Count > 0 ? [.. named] : LearningTask.All.ToArray();

    /// <summary>Seeds of the runs.</summary>
    internal ulong[] Seeds { get; private set; } = [.. Enumerable.Range(0, 10).Select(k => (ulong)k)];

    /// <summary>The same, as they were typed.</summary>
    internal string SeedText { get; private set; } = "0..9";

    /// <summary>File for the picture of the learning curves, if one was asked for.</summary>
    internal string? Curves { get; private set; }

    /// <exception cref="UsageException">An argument is not understood; the message says what is expected.</exception>
    internal static LearningRequest Parse(string[] arguments)
    {
        LearningRequest request = new();
        for (int k = 0; k < arguments.Length; k++)
        {
            string argument = arguments[k];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                request.named.AddRange(LearningTask.Named(argument));
                continue;
            }

            string value = ++k < arguments.Length
                ? arguments[k]
                : throw new UsageException($"learning: {argument} has no value, expected {Synopsis}");
            request.Take(argument, value);
        }

        return request;
    }

    /// <summary>Settings with those that were typed in place of their own.</summary>
    internal TrpoOptions Apply(TrpoOptions options)
    {
        foreach (string setting in settings)
        {
            string[] parts = setting.Split('=', 2);
            options = OptionTable.Find(parts[0]).With(options, parts[1]);
        }

        return options;
    }

    /// <summary>Writes a table to the file that was asked for, if one was.</summary>
    internal void Keep(string table)
    {
        if (output is string path)
        {
            File.WriteAllText(path, table);
        }
    }

    private void Take(string option, string value)
    {
        switch (option)
        {
            case "--seeds":
                SeedText = value;
                Seeds = SeedsOf(value);
                break;
            case "--set" when value.Contains('='):
                settings.Add(value);
                break;
            case "--out":
                output = InFolder(option, value);
                break;
            case "--curves":
                Curves = InFolder(option, value);
                break;
            default:
                throw new UsageException($"learning: {option} {value} given, expected {Synopsis}");
        }
    }

    // Hours of training come before the file is written.
    private static string InFolder(string option, string path) =>
        Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? path
            : throw new UsageException($"learning: {option} {path} given, but there is no such folder");

    private static ulong[] SeedsOf(string range)
    {
        string[] ends = range.Split("..");
        if (ends.Length is 1 or 2 && Seed(ends[0]) is int first && Seed(ends[^1]) is int last && first <= last)
        {
            return [.. Enumerable.Range(first, last - first + 1).Select(seed => (ulong)seed)];
        }

        throw new UsageException($"learning: --seeds {range} given, expected one seed or a range such as 0..9");
    }

    private static int? Seed(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : null;
}
