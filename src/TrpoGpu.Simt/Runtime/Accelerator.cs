using System;

namespace ILGPU.Runtime;

/// <summary>A device that runs kernels.</summary>
public abstract class Accelerator : IDisposable
{
    private protected Accelerator()
    {
    }

    /// <summary>The name of the device.</summary>
    public abstract string Name { get; }

    /// <summary>What kind of device it is.</summary>
    public abstract AcceleratorType AcceleratorType { get; }

    /// <summary>Bytes of device memory.</summary>
    public abstract long MemorySize { get; }

    /// <summary>The most threads that a group can have.</summary>
    public abstract int MaxNumThreadsPerGroup { get; }

    /// <summary>The most bytes of shared memory that a group can have, of both kinds together.</summary>
    public abstract int MaxSharedMemoryPerGroup { get; }

    /// <summary>Threads that a GPU runs in step.</summary>
    public abstract int WarpSize { get; }

    /// <summary>Units that each run groups of their own.</summary>
    public abstract int NumMultiprocessors { get; }

    /// <summary>The stream for whoever needs no other.</summary>
    public abstract AcceleratorStream DefaultStream { get; }

    /// <summary>A new sequence of launches and copies.</summary>
    public abstract AcceleratorStream CreateStream();

    /// <summary>Waits until all streams have done all they were given.</summary>
    public abstract void Synchronize();

    /// <summary>A buffer on the device. What it holds at first is garbage.</summary>
    /// <param name="length">Elements.</param>
    public abstract MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged;

    /// <summary>Ends the device; its buffers are to be disposed of before.</summary>
    public abstract void Dispose();

    internal abstract Action<AcceleratorStream, KernelConfig, T1> Load<T1>(Action<T1> kernel)
        where T1 : struct;
}
