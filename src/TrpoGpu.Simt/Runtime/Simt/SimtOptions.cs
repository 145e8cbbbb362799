using System;

namespace ILGPU.Runtime.Simt;

/// <summary>How the stand-in runs kernels.</summary>
public sealed class SimtOptions
{
    /// <summary>Decides the order of groups and of the threads in a group; with 0 the natural one.</summary>
    public ulong Seed { get; init; }

    /// <summary>Decides what fresh memory holds.</summary>
    public ulong PoisonSeed { get; init; }

    /// <summary>
    /// Whether every launch is repeated from the same memory in other orders and with other garbage in fresh memory,
    /// and must give the same bits each time. One worker then runs all groups, so that a report can be repeated.
    /// </summary>
    public bool Sanitize { get; init; } = true;

    /// <summary>What <see cref="Accelerator.NumMultiprocessors"/> says.</summary>
    public int Multiprocessors { get; init; } = 4;

    /// <summary>Bytes of device memory; by default as much as the process may have.</summary>
    public long MemorySize { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Host threads that run groups side by side.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;
}
