using System;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>What was asked for.</summary>
internal sealed record ScalingOptions
{
    /// <summary>A file for the tables; none if null.</summary>
    public string? File { get; init; }

    /// <summary>Turns of each.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>The most rows of a batch.</summary>
    public int MostRows { get; init; } = 1_000_000;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">A word is not known, or its value is not.</exception>
    public static ScalingOptions Parse(ReadOnlySpan<string> words)
    {
        NamedValues values = new(words, "--out", "--rounds", "--most-rows");
        ScalingOptions defaults = new();
        return new ScalingOptions
        {
            File = values.Find("--out"),
            Rounds = values.Count("--rounds", defaults.Rounds),
            MostRows = values.Count("--most-rows", defaults.MostRows),
        };
    }
}
