using System;
using System.Collections.Generic;
using System.Linq;

namespace ILGPU.Runtime.Simt;

/// <summary>Runs kernels on the host's processor to find their mistakes: every access is checked.</summary>
public sealed unsafe class SimtAccelerator : Accelerator
{
    private readonly SimtOptions options;
    private readonly DeviceMemory memory;
    private readonly SimtStream stream = new();
    private readonly Launch launch = new();
    private readonly Team team = new();
    private readonly List<TeamHost> helpers = [];
    private readonly Sanitizer sanitizer;
    private ulong launches;
    private bool isLaunching;
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
    public override AcceleratorStream DefaultStream => stream;

    internal object Gate { get; } = new();

    /// <summary>Threads that are kept for kernels.</summary>
    internal int ThreadCount => team.LaneCount + helpers.Sum(helper => 1 + helper.Team.LaneCount);

    /// <inheritdoc/>
    public override AcceleratorStream CreateStream() => new SimtStream();

    /// <inheritdoc/>
    public override void Synchronize()
    {
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
            }
        }
    }

    internal override Action<AcceleratorStream, KernelConfig, T1> Load<T1>(Action<T1> kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new KernelLauncher<T1>(this, kernel).Launch;
    }

    /// <summary>Refuses a launch that a device would refuse.</summary>
    internal void Check(KernelCall call, KernelConfig config)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (isLaunching)
        {
            throw Invalid(call, "no launch from inside a kernel", "one");
        }

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
        isLaunching = true;
        try
        {
            launches++;
            if (options.Sanitize)
            {
                sanitizer.Run(call, config, options.Seed + launches);
            }
            else
            {
                RunOrder order = options.Seed == 0
                    ? new RunOrder(RunOrder.Kind.Natural)
                    : new RunOrder(RunOrder.Kind.Random, options.Seed + launches);
                Run(call, config, order, Poison.SharedWord(options.PoisonSeed, 0));
            }
        }
        finally
        {
            isLaunching = false;
        }
    }

    private static SimtException Invalid(KernelCall call, string expected, string given) =>
        new(SimtFault.InvalidLaunch, $"{call.Name}: expected {expected}, got {given}");

    private void Run(KernelCall call, KernelConfig config, RunOrder order, uint poison)
    {
        int teams = options.Sanitize ? 1 : Math.Min(options.Workers, config.Groups);
        while (helpers.Count < teams - 1)
        {
            helpers.Add(new TeamHost());
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
