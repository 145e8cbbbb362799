using System.Collections.Generic;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>All that was found about how times grow and shrink.</summary>
internal sealed class ScalingResult
{
    /// <summary>By operation and number of rows.</summary>
    public List<RowCost> Rows { get; } = [];

    /// <summary>Two threads beside one.</summary>
    public List<ThreadGain> Threads { get; } = [];

    /// <summary>The forward pass of a single row, by network.</summary>
    public List<(string Network, OperationTiming Timing)> Latencies { get; } = [];

    /// <summary>What was not measured, and why.</summary>
    public List<string> Omissions { get; } = [];
}

/// <summary>What a row costs in a batch of so many.</summary>
/// <param name="Operation">By its name in <c>trpo bench</c>.</param>
/// <param name="Rows">B.</param>
/// <param name="SecondsPerRow">The median over rounds.</param>
/// <param name="Deviation">
/// From the line (<see cref="RowLine"/>): 0.02 where a row costs 2 % more than it would on it.
/// </param>
internal sealed record RowCost(string Operation, int Rows, double SecondsPerRow, double Deviation);

/// <summary>An operation on one thread and on two.</summary>
/// <param name="Subject">Network or environment.</param>
/// <param name="Operation">By its name in <c>trpo bench</c>.</param>
/// <param name="Rows">B, or environment steps.</param>
/// <param name="One">Seconds on one thread: the median over rounds.</param>
/// <param name="Two">Seconds on two.</param>
/// <param name="Gain">The median over rounds of the ratios of pairs: 2 at best.</param>
internal sealed record ThreadGain(string Subject, string Operation, int Rows, double One, double Two, double Gain);
