using System;
using System.Collections.Generic;
using System.Linq;

namespace ILGPU.Runtime.Simt;

/// <summary>Runs kernels on the host's processor to find their mistakes: every access is checked.</summary>
/// <remarks>
/// The threads of a group run one at a time, from barrier to barrier, in an order that can be chosen. So a launch can
/// be repeated exactly, and a kernel whose threads meet where no barrier keeps them apart differs between two orders.
/// Without barriers there is nothing but calls on the launching thread and one for each further worker; a barrier costs
/// a switch between threads of the host for every thread of the group.
/// </remarks>
public sealed unsafe class SimtAccelerator : Accelerator
{
    private readonly SimtOptions options;
    private readonly DeviceMemory memory;
    private readonly List<SimtStream> streams = [new()];
    private readonly Launch launch = new();
    private readonly Team team;
    private readonly List<TeamHost> helpers = [];
    private readonly Sanitizer sanitizer;
    private ulong launches;
    private bool isDisposed;

    /// <summary>A device that sanitizes every launch.</summary>
    public SimtAccelerator()
        : this(new SimtOptions())
    {
    }

    /// <summary>A device.</summary>
    public SimtAccelerator(SimtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        this.options = options;
        team = new Team(this);
        memory = new DeviceMemory(options.MemorySize, Poison.DeviceWord(options.PoisonSeed));
        sanitizer = new Sanitizer(Run, options, memory.Poison);
    }

    /// <inheritdoc/>
    public override string Name => "stand-in for ILGPU";

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;

    /// <inheritdoc/>
    public override long MemorySize => memory.Size;

    /// <inheritdoc/>
    public override int MaxNumThreadsPerGroup => 1024;

    /// <inheritdoc/>
    public override int MaxSharedMemoryPerGroup => SharedArena.Capacity;

    /// <inheritdoc/>
    public override int WarpSize => 32;

    /// <inheritdoc/>
    public override int NumMultiprocessors => options.Multiprocessors;

    /// <inheritdoc/>
    public override AcceleratorStream DefaultStream => streams[0];

    internal object Gate { get; } = new();

    /// <summary>Threads that are kept for kernels.</summary>
    internal int ThreadCount => team.LaneCount + helpers.Sum(helper => 1 + helper.Team.LaneCount);

    /// <inheritdoc/>
    public override AcceleratorStream CreateStream()
    {
        lock (Gate)
        {
            streams.Add(new SimtStream());
            return streams[^1];
        }
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        lock (Gate)
        {
            streams.ForEach(stream => stream.Synchronize());
        }
    }

    /// <inheritdoc/>
    public override MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new MemoryBuffer1D<T, Stride1D.Dense>(memory, memory.Allocate(checked(length * sizeof(T))), length);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (Gate)
        {
            if (!isDisposed)
            {
                isDisposed = true;
                helpers.ForEach(helper => helper.Dispose());
                helpers.Clear();
                team.Dispose();
                sanitizer.Dispose();
                launch.Dispose();
                streams.ForEach(stream => stream.Dispose());
            }
        }
    }

    internal override Action<AcceleratorStream, KernelConfig, T1> Load<T1>(Action<T1> kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new KernelLauncher<T1>(this, kernel).Launch;
    }

    /// <summary>Refuses a launch from inside one, which would wait for itself.</summary>
    internal void CheckCaller(KernelCall call)
    {
        if (Lane.Current?.Team.Owner == this)
        {
            throw Invalid(call, "a launch by the host", "one by a kernel");
        }
    }

    /// <summary>Refuses a launch that a device would refuse.</summary>
    internal void Check(KernelCall call, KernelConfig config)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if ((config.Threads < 1) || (config.Threads > MaxNumThreadsPerGroup))
        {
            throw Invalid(call, $"1 to {MaxNumThreadsPerGroup} threads in a group", $"{config.Threads}");
        }

        if (config.Groups < 1)
        {
            throw Invalid(call, "at least one group", $"{config.Groups}");
        }

        int bytes = config.SharedMemoryConfig.ArraySize;
        if (bytes > MaxSharedMemoryPerGroup)
        {
            throw Invalid(call, $"at most {MaxSharedMemoryPerGroup} bytes of shared memory", $"{bytes}");
        }
    }

    internal void Launch(KernelCall call, KernelConfig config)
    {
        launches++;
        if (options.Sanitize)
        {
            sanitizer.Run(call, config, options.Seed + launches);
            return;
        }

        RunOrder order = options.Seed == 0
            ? new RunOrder(RunOrder.Kind.Natural)
            : new RunOrder(RunOrder.Kind.Random, options.Seed + launches);
        Run(call, config, order, Poison.SharedWord(options.PoisonSeed, 0));
    }

    private static SimtException Invalid(KernelCall call, string expected, string given) =>
        new(SimtFault.InvalidLaunch, $"{call.Name}: expected {expected}, got {given}");

    private void Run(KernelCall call, KernelConfig config, RunOrder order, uint poison)
    {
        int teams = options.Sanitize ? 1 : Math.Min(options.Workers, config.Groups);
        while (helpers.Count < teams - 1)
        {
            helpers.Add(new TeamHost(this));
        }

        launch.Begin(call, config, order, poison, teams);
        for (int k = 0; k < teams - 1; k++)
        {
            helpers[k].Begin(launch);
        }

        team.Run(launch);
        launch.Leave();
        launch.Await();
        if (launch.Fault is { } fault)
        {
            throw fault;
        }
    }
}
