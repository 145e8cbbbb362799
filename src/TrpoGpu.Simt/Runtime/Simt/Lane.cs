using System;
using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>A stack for kernel threads to run on: of a thread of its own, or of the one that launches.</summary>
internal sealed class Lane(Team team) : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly Baton baton = new();
    private Thread? host;
    private int sharedArrays;

    /// <summary>The lane that the calling thread's stack is, if any.</summary>
    [field: ThreadStatic]
    internal static Lane? Current { get; private set; }

    /// <summary>The lane of the calling kernel thread.</summary>
    internal static Lane InKernel => Current ?? throw new InvalidOperationException(
        "expected a call inside a kernel, got one outside");

    internal Team Team { get; } = team;

    /// <summary>The index in its group of the kernel thread that runs here.</summary>
    internal int Thread { get; private set; }

    internal void Start()
    {
        host = new Thread(Serve, StackBytes) { IsBackground = true, Name = "kernel threads" };
        host.Start();
    }

    /// <summary>Ends the thread of a team that is stopping.</summary>
    public void Dispose()
    {
        baton.Give();
        host?.Join();
        baton.Dispose();
    }

    internal void Wake() => baton.Give();

    internal void Await() => baton.Await();

    /// <summary>Lets the calling thread's stack be this lane; returns what it was before.</summary>
    internal static Lane? Enter(Lane? lane)
    {
        Lane? before = Current;
        Current = lane;
        return before;
    }

    internal void Begin(int thread)
    {
        Thread = thread;
        sharedArrays = 0;
    }

    internal ArrayView<T> AllocateShared<T>(int extent)
        where T : unmanaged => Team.Shared.Allocate<T>(sharedArrays++, extent);

    private void Serve()
    {
        Current = this;
        baton.Await();
        while (!Team.IsStopping)
        {
            Team.Drive(this);
            baton.Await();
        }
    }
}
