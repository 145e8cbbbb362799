using System;

namespace ILGPU;

/// <summary>How many threads a launch starts, and with how much shared memory.</summary>
public readonly struct KernelConfig
{
    /// <summary>A launch without dynamic shared memory.</summary>
    /// <param name="gridDim">Groups.</param>
    /// <param name="groupDim">Threads in a group.</param>
    public KernelConfig(int gridDim, int groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    /// <summary>A launch.</summary>
    /// <param name="gridDim">Groups.</param>
    /// <param name="groupDim">Threads in a group.</param>
    /// <param name="sharedMemoryConfig">The dynamic shared memory of a group.</param>
    public KernelConfig(int gridDim, int groupDim, SharedMemoryConfig sharedMemoryConfig)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gridDim);
        ArgumentOutOfRangeException.ThrowIfNegative(groupDim);
        Groups = gridDim;
        Threads = groupDim;
        SharedMemoryConfig = sharedMemoryConfig;
    }

    internal SharedMemoryConfig SharedMemoryConfig { get; }

    internal int Groups { get; }

    internal int Threads { get; }
}
