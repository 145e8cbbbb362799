using System;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>What was asked for.</summary>
internal sealed record CompareOptions
{
    /// <summary>A file for the table; none if null.</summary>
    public string? File { get; init; }

    /// <summary>What runs the peers; the first that has PyTorch if null.</summary>
    public string? Python { get; init; }

    /// <summary>Turns of each.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>What a network and an operation must have in their names; anything if null.</summary>
    public string? Only { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">A word is not known, or its value is not.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> words)
    {
        NamedValues values = new(words, "--out", "--python", "--rounds", "--only");
        CompareOptions defaults = new();
        return new CompareOptions
        {
            File = values.Find("--out"),
            Python = values.Find("--python"),
            Rounds = values.Count("--rounds", defaults.Rounds),
            Only = values.Find("--only"),
        };
    }

    /// <summary>Whether an operation on a network is to be compared.</summary>
    public bool Includes(BenchmarkNetwork network, string operation) =>
        Only is null || $"{network} {operation}".Contains(Only, StringComparison.Ordinal);
}
