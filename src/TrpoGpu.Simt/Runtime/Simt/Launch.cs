using System;
using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>The groups of one run of a kernel, for teams to take.</summary>
internal sealed class Launch : IDisposable
{
    private readonly Baton everyTeam = new();
    private int[] groups = [];
    private int taken;
    private int teamsAtWork;
    private Exception? fault;

    internal KernelCall Call { get; private set; } = null!;

    internal KernelConfig Config { get; private set; }

    internal RunOrder Order { get; private set; }

    /// <summary>What shared memory holds at first.</summary>
    internal uint Poison { get; private set; }

    internal Exception? Fault => fault;

    internal void Begin(KernelCall call, KernelConfig config, RunOrder order, uint poison, int teams)
    {
        Call = call;
        Config = config;
        Order = order;
        Poison = poison;
        taken = 0;
        teamsAtWork = teams;
        fault = null;
        if (groups.Length < config.Groups)
        {
            groups = new int[config.Groups];
        }

        Permuter permuter = new(order.Seed);
        order.Begin(groups.AsSpan(0, config.Groups), ref permuter);
    }

    /// <summary>The next group to run, or -1 when there is none.</summary>
    internal int TakeGroup()
    {
        int next = Interlocked.Increment(ref taken) - 1;
        return (next < Config.Groups) && (fault == null) ? groups[next] : -1;
    }

    /// <summary>Keeps the first exception; the groups that have not begun will not.</summary>
    internal void Fail(Exception exception) => Interlocked.CompareExchange(ref fault, exception, null);

    /// <summary>Says that a team has no more to do.</summary>
    internal void Leave()
    {
        if (Interlocked.Decrement(ref teamsAtWork) == 0)
        {
            everyTeam.Give();
        }
    }

    /// <summary>Waits for all teams.</summary>
    internal void Await() => everyTeam.Await();

    public void Dispose() => everyTeam.Dispose();
}
