using System;
using System.Diagnostics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>How fast this machine's memory can be copied by all threads of a pool.</summary>
internal static class CopyPeak
{
    private const int Runs = 6;

    // Each of two buffers; the caches of a processor hold a part of it at most.
    private const long Bytes = 128L << 20;
    private const int ItemsPerThread = 4;

    /// <summary>Bytes read and written, in 10^9 a second: the fastest of several runs.</summary>
    public static double MeasureGigabytes(WorkerPool pool)
    {
        int items = ItemsPerThread * pool.Workers;
        using AlignedMemory source = new(Bytes, cleared: true);
        using AlignedMemory target = new(Bytes, cleared: true);
        Copy work = new(source, target, Bytes / items);
        double fastest = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.Run(work, items, alone: false);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * (Bytes / items) * items / fastest * 1e-9;
    }

    private sealed unsafe class Copy(AlignedMemory source, AlignedMemory target, long length) : ParallelWork
    {
        /// <inheritdoc/>
        public override void Execute(int item, int worker) => Buffer.MemoryCopy(
            (byte*)source.Floats + (item * length), (byte*)target.Floats + (item * length), length, length);
    }
}
