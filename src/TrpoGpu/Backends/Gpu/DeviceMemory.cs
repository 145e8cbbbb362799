using System;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Device memory that its backend counts.</summary>
/// <typeparam name="T">Element.</typeparam>
internal sealed class DeviceMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly DeviceMemoryBudget budget;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> buffer;
    private bool isDisposed;

    internal DeviceMemory(Accelerator accelerator, DeviceMemoryBudget budget, long length, string purpose)
    {
        this.budget = budget;

        // ILGPU has no buffers of length zero.
        long held = Math.Max(1, length);
        Bytes = budget.Take(held * System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), purpose);
        try
        {
            buffer = accelerator.Allocate1D<T>(held);
        }
        catch (Exception inner) when (inner is AcceleratorException or OutOfMemoryException)
        {
            budget.Return(Bytes);
            throw budget.Exceeded(Bytes, purpose, inner);
        }
    }

    /// <summary>The memory as kernels take it.</summary>
    internal ArrayView<T> View => buffer.View.BaseView;

    /// <summary>Bytes held.</summary>
    internal long Bytes { get; }

    /// <summary>Sets every byte to zero.</summary>
    internal void Clear(AcceleratorStream stream) => View.MemSetToZero(stream);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            buffer.Dispose();
            budget.Return(Bytes);
        }
    }
}
