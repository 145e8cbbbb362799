using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.GpuCheck.Measurement;

namespace TrpoGpu.GpuCheck.Peers;

/// <summary>The same work by the engine and by frameworks, in turns: what slows the machine slows both.</summary>
/// <param name="backend">The device.</param>
/// <param name="options">Where the peers are.</param>
/// <param name="omissions">Told of what is not compared.</param>
/// <param name="progress">Told of every comparison.</param>
internal sealed class PeerComparison(
    ComputeBackend backend, PeerOptions options, Omissions omissions, StageProgress progress)
{
    private const int Rounds = 3;
    private const double LeastSeconds = 1;

    // A first answer comes with a problem made, verified, compiled and warmed up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);

    /// <summary>What is asked of whom, the most telling first.</summary>
    internal static (string Peer, string Operation, string Variant)[] Variants { get; } =
    [
        ("torch", "update", "double-backprop"), ("torch", "fvp", "double-backprop"),
        ("torch", "update", "hand-derived"), ("torch", "fvp", "hand-derived"),
        ("torch", "gradient", "backprop"),
        ("jax", "update", "linearize"), ("jax", "fvp", "linearize"),
        ("jax", "update", "jvp-of-grad"), ("jax", "fvp", "jvp-of-grad"), ("jax", "gradient", "grad"),
    ];

    /// <summary>Ratios so far.</summary>
    internal List<PeerRatio> Ratios { get; } = [];

    /// <summary>Comparisons that there could be.</summary>
    internal static int Count(SizedShape[] shapes) => shapes.Length * Variants.Length;

    /// <summary>Compares as many sizes as there is time for.</summary>
    internal void Measure(SizedShape[] shapes, TimeBudget budget)
    {
        foreach (string peer in Variants.Select(variant => variant.Peer).Distinct().ToArray())
        {
            // What one peer leaves is the next one's.
            TimeBudget share = peer == "torch" ? budget.Share(0.5) : budget;
            try
            {
                using PeerProcess process = new(new PeerStart(peer, options.Python, options.Folder, options.Device));
                Measure(process, shapes, share);
            }
            catch (PeerException absence)
            {
                omissions.Skipped.Add(absence.Message);
            }
        }
    }

    private void Measure(PeerProcess process, SizedShape[] shapes, TimeBudget budget)
    {
        foreach (SizedShape sized in shapes)
        {
            foreach ((string _, string operation, string variant) in
                Variants.Where(variant => variant.Peer == process.Name))
            {
                string what = $"{process.Name} {operation} {variant}, {sized.Shape.Widths} x {sized.Rows}";
                progress.Step(what);
                omissions.Attempt(
                    what, LeastSeconds, budget,
                    () => Ratios.Add(Compare(process, sized, operation, variant, budget)));
            }
        }
    }

    private PeerRatio Compare(
        PeerProcess process, SizedShape sized, string operation, string variant, TimeBudget budget)
    {
        using NetworkOperations operations = new(backend, sized.Shape.Network, sized.Rows);
        Action run = operations.Create(operation).Run;
        DeviceTimer timer = new(backend, Turn);
        MeasuredLine untimed = MeasuredLine.Untimed(operation, sized.Shape.Widths, sized.Rows);
        string request = $"{operation} {variant} {sized.Shape.Widths} {sized.Rows} {sized.Shape.Head}";
        double[] ours = new double[Rounds];
        double[] theirs = new double[Rounds];
        string version = "";
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan patience = TimeSpan.FromSeconds(Math.Clamp(
                budget.Left.TotalSeconds, LeastPatience.TotalSeconds, Patience.TotalSeconds));
            PeerAnswer answer = process.Ask(request, patience);
            theirs[round] = answer.Seconds;
            version = answer.Version;
            ours[round] = timer.Measure(untimed, run).SecondsMedian;
        }

        return new PeerRatio(
            process.Name, version, operation, variant, sized.Shape.Widths, sized.Rows, Median(ours), Median(theirs),
            Median([.. theirs.Zip(ours, (peer, own) => peer / own)]));
    }

    private static double Median(double[] values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
