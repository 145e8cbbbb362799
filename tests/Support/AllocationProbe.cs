using System;
using System.Linq;
using System.Threading;
using TrpoGpu.Backends.Cpu;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// Bytes that the threads of a pool have allocated so far, apart from what reading them takes.
/// </summary>
internal sealed class AllocationProbe(int threads) : ParallelWork
{
    private readonly long[] bytes = new long[threads];
    private readonly long[] own = new long[threads];
    private readonly Barrier everyThread = new(threads);

    public long Read(WorkerPool pool)
    {
        pool.Run(this, threads, alone: false);
        return bytes.Sum();
    }

    public override void Execute(int item, int worker)
    {
        // No thread leaves before all have come, so each takes one item.
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        bytes[worker] = allocated - own[worker];
        everyThread.SignalAndWait();
        own[worker] += GC.GetAllocatedBytesForCurrentThread() - allocated;
    }
}
