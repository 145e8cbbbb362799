using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What this machine's vectors could do at most: the yardstick of <c>trpo bench</c>.</summary>
internal static class FmaPeak
{
    // A run takes a millisecond on a machine of 3 GHz: short enough to fall between two interruptions.
    private const int ItemsPerThread = 4;
    private const int Iterations = 62_500;

    // A shared core can be away for tens of milliseconds, in which every run takes twice as long.
    private const int FewestRuns = 6;
    private const double Near = 0.97;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.15);

    // The highest rate that a pool has reached so far, by which a later measurement knows that it need not go on.
    private static readonly ConditionalWeakTable<WorkerPool, StrongBox<double>> Reached = [];

    /// <summary>
    /// Multiply-adds of independent numbers in registers, two operations each, in 10^9 a second: the fastest of many
    /// short runs on all threads of a pool. The first measurement takes its time; a later one ends as soon as it comes
    /// near the highest of those before, after some milliseconds where the machine is left alone.
    /// </summary>
    public static double MeasureGigaflops(WorkerPool pool, LaneWidth width)
    {
        ParallelWork work = width switch
        {
            LaneWidth.Sixteen => new Chains<Lanes16>(pool.Workers),
            LaneWidth.Eight => new Chains<Lanes8>(pool.Workers),
            _ => new Chains<Lanes1>(pool.Workers),
        };
        int items = ItemsPerThread * pool.Workers;
        double flops = 2.0 * items * Iterations * Chains<Lanes1>.Count * (int)width;
        StrongBox<double> reached = Reached.GetValue(pool, static _ => new StrongBox<double>(double.PositiveInfinity));
        double rate = 0;
        long begin = Stopwatch.GetTimestamp();
        for (int run = 0; IsTooEarly(run, rate, reached.Value, Stopwatch.GetElapsedTime(begin)); run++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.Run(work, items, alone: false);
            rate = Math.Max(rate, flops / Stopwatch.GetElapsedTime(start).TotalSeconds * 1e-9);
        }

        reached.Value = double.IsFinite(reached.Value) ? Math.Max(reached.Value, rate) : rate;
        return rate;
    }

    /// <summary>Whether a measurement goes on.</summary>
    /// <param name="runs">Runs so far.</param>
    /// <param name="rate">The highest rate among them.</param>
    /// <param name="reached">The highest of the measurements before; infinite if there was none.</param>
    /// <param name="elapsed">Time since the first run began.</param>
    internal static bool IsTooEarly(int runs, double rate, double reached, TimeSpan elapsed) =>
        runs < FewestRuns || (rate < Near * reached && elapsed < Patience);

    /// <summary>Chains of multiply-adds that do not wait for each other.</summary>
    private sealed class Chains<TLanes>(int workers) : ParallelWork
        where TLanes : unmanaged, ILanes<TLanes>
    {
        /// <summary>
        /// More than latency times throughput of any machine, and few enough for the registers of AVX2.
        /// </summary>
        public const int Count = 12;

        private readonly TLanes[] results = new TLanes[workers];

        /// <inheritdoc/>
        public override void Execute(int item, int worker) => results[worker] = Run();

        // The numbers converge to a half: neither infinities nor denormal numbers can slow the chains down.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static TLanes Run()
        {
            TLanes half = TLanes.Constant(0.5);
            TLanes quarter = TLanes.Constant(0.25);
            TLanes a = quarter, b = quarter, c = quarter, d = quarter, e = quarter, f = quarter;
            TLanes g = half, h = half, i = half, j = half, k = half, l = half;
            for (int iteration = 0; iteration < Iterations; iteration++)
            {
                a = TLanes.FusedMultiplyAdd(a, half, quarter);
                b = TLanes.FusedMultiplyAdd(b, half, quarter);
                c = TLanes.FusedMultiplyAdd(c, half, quarter);
                d = TLanes.FusedMultiplyAdd(d, half, quarter);
                e = TLanes.FusedMultiplyAdd(e, half, quarter);
                f = TLanes.FusedMultiplyAdd(f, half, quarter);
                g = TLanes.FusedMultiplyAdd(g, half, quarter);
                h = TLanes.FusedMultiplyAdd(h, half, quarter);
                i = TLanes.FusedMultiplyAdd(i, half, quarter);
                j = TLanes.FusedMultiplyAdd(j, half, quarter);
                k = TLanes.FusedMultiplyAdd(k, half, quarter);
                l = TLanes.FusedMultiplyAdd(l, half, quarter);
            }

            return a + b + c + d + e + f + g + h + i + j + k + l;
        }
    }
}
