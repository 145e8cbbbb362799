using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>An operation of ours, alone or beside a peer.</summary>
/// <param name="Network">What it is of.</param>
/// <param name="Ours">Our time, and its share of the peak measured in the same run.</param>
/// <param name="Peer">The peer's; null if there is none.</param>
internal sealed record ComparisonRow(BenchmarkNetwork Network, OperationTiming Ours, PeerTiming? Peer);

/// <summary>A peer's time for an operation.</summary>
/// <param name="Blas">The library behind its matrix products, by which peers are told apart.</param>
/// <param name="Variant">Its operation and how it computes it.</param>
/// <param name="Seconds">The median over rounds.</param>
/// <param name="Ratio">The median over rounds of its seconds by ours: how many times as fast we are.</param>
internal sealed record PeerTiming(string Blas, string Variant, double Seconds, double Ratio);

/// <summary>One operation of ours as a multiple of another: the median over rounds.</summary>
/// <param name="Network">What both are of.</param>
/// <param name="Name">The operation.</param>
/// <param name="Unit">What it is told in.</param>
/// <param name="Ratio">Its seconds by those of the unit.</param>
internal sealed record OwnRatio(BenchmarkNetwork Network, string Name, string Unit, double Ratio);
