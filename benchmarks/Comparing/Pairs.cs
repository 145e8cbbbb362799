using System.Collections.Generic;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>The turns that a peer took right after ours.</summary>
/// <param name="operation">Ours, by its name in <c>trpo bench</c>.</param>
/// <param name="blas">The peer's BLAS.</param>
/// <param name="variant">The peer's operation and way.</param>
internal sealed class Pairs(string operation, string blas, string variant)
{
    private readonly List<double> seconds = [];
    private readonly List<double> ratios = [];

    /// <summary>Ours.</summary>
    public string Operation => operation;

    /// <summary>The peer's BLAS.</summary>
    public string Blas => blas;

    /// <summary>The peer's operation and way.</summary>
    public string Variant => variant;

    /// <summary>Adds the turns of a round.</summary>
    /// <param name="theirs">Seconds a run of the peer's.</param>
    /// <param name="ours">Seconds a run of ours.</param>
    public void Add(double theirs, double ours)
    {
        seconds.Add(theirs);
        ratios.Add(theirs / ours);
    }

    /// <summary>What the rounds came to.</summary>
    public PeerTiming Timing() =>
        new(blas, variant, OperationClock.Median([.. seconds]), OperationClock.Median([.. ratios]));
}
