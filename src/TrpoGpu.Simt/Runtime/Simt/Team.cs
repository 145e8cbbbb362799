using System;
using System.Collections.Generic;

namespace ILGPU.Runtime.Simt;

/// <summary>
/// Runs groups one after the other, and the threads of a group one at a time, in turns from barrier to barrier.
/// </summary>
/// <remarks>
/// Whoever holds the baton runs and is the only one to touch the fields here. A kernel thread that returns leaves its
/// stack to the next; only one that waits at a barrier keeps it, and gives the baton to another lane.
/// </remarks>
internal sealed class Team : IDisposable
{
    private readonly Lane guest;
    private readonly List<Lane> lanes = [];
    private readonly Stack<Lane> idle = new();
    private Launch launch = null!;
    private Permuter permuter;
    private int[] order = [];
    private Lane?[] waiting = [];       // by thread, at a barrier
    private int turns;                  // threads that have had their turn since the last barrier
    private int arrived;                // of those, the ones that wait at the next
    private bool isAbandoned;

    internal Team(object owner)
    {
        Owner = owner;
        guest = new Lane(this);
    }

    /// <summary>The device it belongs to.</summary>
    internal object Owner { get; }

    internal SharedArena Shared { get; } = new();

    internal int Group { get; private set; }

    internal int GroupDim { get; private set; }

    internal int GridDim { get; private set; }

    internal bool IsStopping { get; private set; }

    /// <summary>Threads of its own.</summary>
    internal int LaneCount => lanes.Count;

    /// <summary>Runs groups of a launch until none is left, beginning on the calling thread.</summary>
    internal void Run(Launch given)
    {
        launch = given;
        GroupDim = given.Config.Threads;
        GridDim = given.Config.Groups;
        isAbandoned = false;
        if (order.Length < GroupDim)
        {
            order = new int[GroupDim];
            waiting = new Lane?[GroupDim];
        }

        Lane? before = Lane.Enter(guest);
        turns = GroupDim;
        arrived = 0;
        if (!Drive(guest))
        {
            guest.Await();
        }

        Lane.Enter(before);
    }

    /// <summary>
    /// Goes on with what there is to run, on a lane that holds the baton and no kernel thread. Returns whether nothing
    /// is left, or else the baton has gone to another lane.
    /// </summary>
    internal bool Drive(Lane lane)
    {
        while (true)
        {
            if (isAbandoned)
            {
                if (AnyWaiting() is { } stuck)
                {
                    Rest(lane);
                    stuck.Wake();
                    return false;
                }

                break;
            }

            if (turns < GroupDim)
            {
                int thread = order[turns];
                if (waiting[thread] is { } next)
                {
                    TakeTurn(thread);
                    Rest(lane);
                    next.Wake();
                    return false;
                }

                turns++;
                RunThread(lane, thread);
            }
            else if (arrived > 0)
            {
                Diverge();
            }
            else if (!BeginGroup())
            {
                break;
            }
        }

        if (lane != guest)
        {
            Rest(lane);
            guest.Wake();
        }

        return true;
    }

    /// <summary>Keeps the calling kernel thread until all threads of its group have come here.</summary>
    internal void Barrier()
    {
        Lane lane = Lane.InKernel;
        waiting[lane.Thread] = lane;
        arrived++;
        if (turns == GroupDim)
        {
            if (arrived == GroupDim)
            {
                turns = 0;
                arrived = 0;
                launch.Order.Again(order.AsSpan(0, GroupDim), ref permuter);
            }
            else
            {
                Diverge();
            }
        }

        Lane next = isAbandoned ? AnyWaiting()! : Next();
        if (next != lane)
        {
            next.Wake();
            lane.Await();
        }

        if (isAbandoned)
        {
            throw new AbandonedException();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        IsStopping = true;
        foreach (Lane lane in lanes)
        {
            lane.Dispose();
        }

        guest.Dispose();
        Shared.Dispose();
    }

    // The lane of the thread whose turn it is, or one for it to begin on.
    private Lane Next()
    {
        int thread = order[turns];
        if (waiting[thread] is { } lane)
        {
            TakeTurn(thread);
            return lane;
        }

        if (idle.TryPop(out Lane? free))
        {
            return free;
        }

        Lane added = new(this);
        lanes.Add(added);
        added.Start();
        return added;
    }

    private void TakeTurn(int thread)
    {
        waiting[thread] = null;
        turns++;
    }

    private Lane? AnyWaiting()
    {
        for (int thread = 0; thread < GroupDim; thread++)
        {
            if (waiting[thread] is { } lane)
            {
                waiting[thread] = null;
                return lane;
            }
        }

        return null;
    }

    // The launching thread rests by itself: it is not there for whatever comes next.
    private void Rest(Lane lane)
    {
        if (lane != guest)
        {
            idle.Push(lane);
        }
    }

    private bool BeginGroup()
    {
        Group = launch.TakeGroup();
        if (Group < 0)
        {
            return false;
        }

        turns = 0;
        Shared.Reset(launch.Config.SharedMemoryConfig.ArraySize, launch.Poison);
        permuter = new Permuter(launch.Order.Seed ^ (ulong)Group);
        launch.Order.Begin(order.AsSpan(0, GroupDim), ref permuter);
        return true;
    }

    private void RunThread(Lane lane, int thread)
    {
        lane.Begin(thread);
        try
        {
            launch.Call.Invoke();
        }
        catch (AbandonedException)
        {
        }
        catch (Exception exception)
        {
            // Whatever a kernel throws is the launcher's to see.
            Abandon(
                (exception as SimtException)?.Fault ?? SimtFault.KernelException,
                $"thread {thread} of {GroupDim}: {exception.Message}",
                exception);
        }
    }

    private void Diverge()
    {
        int thread = 0;
        while (waiting[thread] != null)
        {
            thread++;
        }

        Abandon(
            SimtFault.DivergentBarrier,
            $"expected all {GroupDim} threads at a barrier, got {arrived}; thread {thread} returned without it",
            null);
    }

    private void Abandon(SimtFault fault, string what, Exception? cause)
    {
        isAbandoned = true;
        string where = $"{launch.Call.Name}, {launch.Order}, group {Group} of {GridDim}";
        launch.Fail(new SimtException(fault, $"{where}, {what}", cause));
    }

    private sealed class AbandonedException : Exception;
}
