using System;
using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>A stack for kernel threads to run on: of a thread of its own, or of the one that launches.</summary>
internal sealed class Lane(Team team)
{
    private const int StackBytes = 256 * 1024;

    [ThreadStatic]
    private static Lane? current;

    private readonly Baton baton = new();
    private Thread? host;
    private int sharedArrays;

    /// <summary>The lane of the calling kernel thread.</summary>
    internal static Lane InKernel => current ?? throw new InvalidOperationException(
        "expected a call inside a kernel, got one outside");

    internal Team Team { get; } = team;

    /// <summary>The index in its group of the kernel thread that runs here.</summary>
    internal int Thread { get; private set; }

    internal void Start()
    {
        host = new Thread(Serve, StackBytes) { IsBackground = true, Name = "kernel threads" };
        host.Start();
    }

    /// <summary>Waits for the end of the thread, after it was given the baton of a team that stops.</summary>
    internal void Join() => host!.Join();

    internal void Wake() => baton.Give();

    internal void Await() => baton.Await();

    /// <summary>Lets the calling thread's stack be this lane; returns what it was before.</summary>
    internal static Lane? Enter(Lane? lane)
    {
        Lane? before = current;
        current = lane;
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
        current = this;
        baton.Await();
        while (!Team.IsStopping)
        {
            Team.Drive(this);
            baton.Await();
        }
    }
}
