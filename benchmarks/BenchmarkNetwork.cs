using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarks;

/// <summary>A policy and a number of samples that are worth timing: sizes that people train.</summary>
public sealed class BenchmarkNetwork
{
    // What a verification may cost, in parameters times rows.
    private const long VerificationCost = 5_000_000;
    private const long QuickVerificationCost = 1_250_000;

    // Beyond them the fewest rows cost minutes.
    private const int MostParameters = 1_000_000;

    // Two chunks, of which the CPU engine adds up the gradients, and in a hurry two tiles; each with a row to spare.
    private const int FewestVerifiedRows = 193;
    private const int FewestQuickVerifiedRows = 65;
    private const int MostVerifiedRows = 521;

    // Some seconds on two cores.
    private const double MostUpdateFlops = 1e12;

    private BenchmarkNetwork(string name, string widths, HeadShape head, int rows)
    {
        Name = name;
        Shape = new NetworkShape(MlpShape.Parse(widths, ActivationKind.Tanh), head);
        Rows = rows;
    }

    /// <summary>The workloads of the full benchmarks.</summary>
    public static ReadOnlySpan<BenchmarkNetwork> All => Workloads;

    /// <summary>The workloads that are compared with peers.</summary>
    public static IReadOnlyList<BenchmarkNetwork> Compared =>
    [
        .. Workloads.Where(network => network.Name is "cartpole" or "halfcheetah"),
        .. Workloads.Where(network => network.Name is "halfcheetah-50k" or "humanoid-wide-20k"),
    ];

    /// <summary>Those that fit into the memory that is free.</summary>
    internal static IEnumerable<BenchmarkNetwork> Fitting =>
        Workloads.Where(network => network.Omission(HostMemory.Available()) is null);

    /// <summary>Of those, the ones of which an update takes seconds at most: others would be timed for hours.</summary>
    internal static IEnumerable<BenchmarkNetwork> Updated => Fitting.Where(
        network => NetworkOperations.Flops("update", network.Shape, network.Rows) <= MostUpdateFlops);

    /// <summary>The workloads of the quick ones: narrow with choices, narrow with many rows, wide.</summary>
    public static ReadOnlySpan<BenchmarkNetwork> Quick => QuickWorkloads;

    private static BenchmarkNetwork[] QuickWorkloads { get; } =
    [
        new("cartpole", "4-64-64-2", HeadShape.Categorical(2), 1024),
        new("halfcheetah", "17-64-64-6", HeadShape.DiagonalGaussian(6), 5000),
        new("humanoid-wide", "376-256-256-17", HeadShape.DiagonalGaussian(17), 2000),
    ];

    private static BenchmarkNetwork[] Workloads { get; } =
    [
        .. QuickWorkloads,
        new("halfcheetah-50k", "17-64-64-6", HeadShape.DiagonalGaussian(6), 50_000),
        new("humanoid-wide-20k", "376-256-256-17", HeadShape.DiagonalGaussian(17), 20_000),
        new("arm", "15-16-16-3", HeadShape.DiagonalGaussian(3), 3150),
        new("hopper", "11-64-64-3", HeadShape.DiagonalGaussian(3), 2048),
        new("swimmer", "8-64-64-2", HeadShape.DiagonalGaussian(2), 26_000),
        new("ant", "111-64-32-8", HeadShape.DiagonalGaussian(8), 50_000),
        new("humanoid", "376-128-64-17", HeadShape.DiagonalGaussian(17), 50_000),
        new("vectorised", "64-256-256-8", HeadShape.DiagonalGaussian(8), 65_536),
        new("isaac-hand", "200-1024-1024-512-20", HeadShape.DiagonalGaussian(20), 32_768),
    ];

    /// <summary>What a filter names it by.</summary>
    public string Name { get; }

    /// <summary>The policy.</summary>
    public NetworkShape Shape { get; }

    /// <summary>B.</summary>
    public int Rows { get; }

    /// <summary>Rows to verify before timing: numbers with error bounds cost a thousand times the plain ones.</summary>
    internal int VerifiedRows => Affordable(
        VerificationCost, Shape.ParameterCount > MostParameters ? FewestQuickVerifiedRows : FewestVerifiedRows);

    /// <summary>The same where there is little time.</summary>
    internal int QuickVerifiedRows => Affordable(QuickVerificationCost, FewestQuickVerifiedRows);

    /// <summary>Widths joined by hyphens.</summary>
    internal string WidthText => string.Join('-', Shape.Mlp.Widths.ToArray());

    /// <summary>Name, widths, rows.</summary>
    public override string ToString() => $"{Name} {WidthText} x {Rows}";

    /// <summary>Why it cannot be timed where so much memory is free; null if it can be.</summary>
    internal string? Omission(long availableBytes)
    {
        long needed = HostMemory.OfBatch(Shape, Rows) + HostMemory.OfOperation(Shape, Rows);
        return needed <= availableBytes
            ? null
            : $"{this} is left out: an operation takes {ByteText.Format(needed)}, and no more than " +
                $"{ByteText.Format(availableBytes)} may be taken";
    }

    private int Affordable(long cost, int fewest) =>
        Math.Min(Rows, (int)Math.Clamp(cost / Shape.ParameterCount, fewest, MostVerifiedRows));
}
