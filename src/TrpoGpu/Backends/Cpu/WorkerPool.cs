using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Threads that stay alive between operations. The calling thread works along as worker 0; the others spin
/// for a moment after each piece of work, then sleep.
/// </summary>
/// <remarks>
/// What remains to be claimed is one 64-bit number: the run's serial number above, the unclaimed items below.
/// A claim takes one item off by compare-and-swap, so a worker that wakes late can only claim from the run
/// that is current, and the caller never waits for a worker that claimed nothing.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // About 50 microseconds: longer than the pauses inside an update, shorter than a scheduler's time slice.
    private const int SpinsBeforeSleep = 500;
    private const int PausePerSpin = 4;
    private const int SerialShift = 32;
    private const long ItemMask = 0xFFFFFFFF;

    private readonly Thread[] threads;
    private readonly object gate = new();
    private ParallelWork? current;
    private int items;
    private long unclaimed;
    private int unfinished;
    private int sleeping;
    private bool stopping;
    private Exception? failure;

    /// <summary>
    /// Creates a pool in which <paramref name="workers"/> threads work, the caller's included.
    /// </summary>
    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        threads = new Thread[workers - 1];
        for (int k = 0; k < threads.Length; k++)
        {
            int worker = k + 1;
            threads[k] = new Thread(() => Serve(worker));
            threads[k].IsBackground = true;
            threads[k].Name = $"TrpoGpu worker {worker}";
            threads[k].Start();
        }
    }

    /// <summary>Threads that work, the caller's included.</summary>
    public int Workers => threads.Length + 1;

    /// <summary>Whether the threads have been ended.</summary>
    public bool HasEnded => Volatile.Read(ref stopping);

    /// <summary>
    /// Does all items and returns when they are done. If one throws, the rest are skipped and its exception
    /// is thrown here.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="count">Items.</param>
    /// <param name="alone">
    /// Whether the work is so small that waking others would cost more than it saves.
    /// </param>
    public void Run(ParallelWork work, int count, bool alone)
    {
        if (alone || count == 1 || threads.Length == 0)
        {
            for (int item = 0; item < count; item++)
            {
                work.Execute(item, 0);
            }
        }
        else if (count > 0)
        {
            RunShared(work, count);
        }

        // The work owns the memory that its items use through bare pointers.
        GC.KeepAlive(work);
    }

    /// <summary>Ends the threads; waits for them.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private void RunShared(ParallelWork work, int count)
    {
        current = work;
        items = count;
        failure = null;
        Volatile.Write(ref unfinished, count);
        long serial = (unclaimed >> SerialShift) + 1;
        Interlocked.Exchange(ref unclaimed, (serial << SerialShift) | (uint)count);
        if (Volatile.Read(ref sleeping) > 0)
        {
            lock (gate)
            {
                Monitor.PulseAll(gate);
            }
        }

        WorkWhileClaimed(0);
        SpinWait wait = default;
        while (Volatile.Read(ref unfinished) > 0)
        {
            // Yields to other threads after a while, but never for a whole millisecond.
            wait.SpinOnce(sleep1Threshold: -1);
        }

        current = null;
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Serve(int worker)
    {
        while (!Volatile.Read(ref stopping))
        {
            WorkWhileClaimed(worker);
            for (int spin = 0; spin < SpinsBeforeSleep && !HasUnclaimed(); spin++)
            {
                Thread.SpinWait(PausePerSpin);
            }

            if (!HasUnclaimed())
            {
                Sleep();
            }
        }
    }

    private void Sleep()
    {
        lock (gate)
        {
            // Announced before the last look: either this thread sees the new items or their owner sees the
            // sleeper.
            Interlocked.Increment(ref sleeping);
            while (!HasUnclaimed() && !stopping)
            {
                Monitor.Wait(gate);
            }

            Interlocked.Decrement(ref sleeping);
        }
    }

    private bool HasUnclaimed() => (Volatile.Read(ref unclaimed) & ItemMask) != 0;

    private void WorkWhileClaimed(int worker)
    {
        while (true)
        {
            long seen = Volatile.Read(ref unclaimed);
            long left = seen & ItemMask;
            if (left == 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref unclaimed, seen - 1, seen) == seen)
            {
                // The run cannot end before this item is finished, so its fields stand still.
                Execute(current!, items - (int)left, worker);
            }
        }
    }

    private void Execute(ParallelWork work, int item, int worker)
    {
        try
        {
            if (Volatile.Read(ref failure) is null)
            {
                work.Execute(item, worker);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
        }
        finally
        {
            Interlocked.Decrement(ref unfinished);
        }
    }
}
