using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What this machine's vectors could do at most: the yardstick of <c>trpo bench</c>.</summary>
internal static class FmaPeak
{
    private const int Runs = 9;
    private const int ItemsPerThread = 4;

    // About a millisecond an item on a machine of 3 GHz.
    private const int Iterations = 250_000;

    /// <summary>
    /// Multiply-adds of independent numbers in registers, two operations each, in 10^9 a second: the fastest of
    /// several runs on all threads of a pool.
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
        double fastest = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.Run(work, items, alone: false);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return flops / fastest * 1e-9;
    }

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
