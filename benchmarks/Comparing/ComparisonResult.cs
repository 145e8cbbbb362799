using System.Collections.Generic;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>All that a comparison found.</summary>
internal sealed class ComparisonResult
{
    /// <summary>A row for each operation and peer.</summary>
    public List<ComparisonRow> Rows { get; } = [];

    /// <summary>Ours against ours.</summary>
    public List<OwnRatio> Own { get; } = [];

    /// <summary>The peers that answered.</summary>
    public List<PeerFacts> Peers { get; } = [];

    /// <summary>What was not compared, and why.</summary>
    public List<string> Omissions { get; } = [];

    /// <summary>The peak of multiply-adds: the highest of those measured before each turn, in 10^9 a second.</summary>
    public double? PeakGigaflops { get; set; }
}

/// <summary>A peer that answered.</summary>
/// <param name="Name">Framework and version.</param>
/// <param name="Blas">The library behind its matrix products.</param>
/// <param name="Gigaflops">What it reaches on a 4096x256x256 product, in 10^9 operations a second.</param>
internal sealed record PeerFacts(string Name, string Blas, double Gigaflops);
