namespace TrpoGpu.Benchmarking;

/// <summary>Times of one operation.</summary>
/// <param name="Operation">What was timed.</param>
/// <param name="MinSeconds">The fastest run.</param>
/// <param name="MedianSeconds">The median over rounds of each round's median.</param>
/// <param name="PeakGigaflops">
/// The machine's peak of multiply-adds, measured before every turn of every operation: the highest of those, in 10^9
/// operations a second. Null for a backend whose peak is not known.
/// </param>
internal sealed record OperationTiming(
    TimedOperation Operation, double MinSeconds, double MedianSeconds, double? PeakGigaflops)
{
    /// <summary>The rate of the matrix products, in 10^9 operations a second.</summary>
    public double Gigaflops => Operation.Flops / MedianSeconds * 1e-9;

    /// <summary>That rate as a share of the peak.</summary>
    public double? PeakShare => Gigaflops / PeakGigaflops;

    /// <summary>
    /// Bytes of managed memory that a run allocates, on all threads: the least of the runs that were counted.
    /// </summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Environment steps a second; null of an operation that takes none.</summary>
    public double? StepsPerSecond =>
        Operation.Name is RolloutOperation.Name or TrainingOperation.Name ? Operation.Rows / MedianSeconds : null;
}
