using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Device memory of one owner: allocated piece by piece, given back together.</summary>
/// <param name="accelerator">The device.</param>
/// <param name="stream">Where memory is cleared.</param>
/// <param name="budget">Who counts it; nobody if null.</param>
/// <param name="purpose">What it is for, for messages.</param>
internal sealed class DeviceBlocks(
    Accelerator accelerator, AcceleratorStream stream, DeviceMemoryBudget? budget = null, string purpose = "")
    : IDisposable
{
    private readonly List<MemoryBuffer> buffers = [];
    private long bytes;

    /// <summary>Zeros.</summary>
    internal ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        // ILGPU has no buffers of length zero.
        long held = Math.Max(1, length);
        long taken = budget?.Take(held * Unsafe.SizeOf<T>(), purpose) ?? 0;
        bytes += taken;
        MemoryBuffer1D<T, Stride1D.Dense> buffer;
        try
        {
            buffer = accelerator.Allocate1D<T>(held);
        }
        catch (Exception inner) when (budget is not null && inner is (AcceleratorException or OutOfMemoryException))
        {
            bytes -= taken;
            budget!.Return(taken);
            throw budget.Exceeded(taken, purpose, inner);
        }

        buffers.Add(buffer);
        buffer.View.BaseView.MemSetToZero(stream);
        return buffer.View.BaseView;
    }

    /// <summary>A table.</summary>
    internal ArrayView<T> Upload<T>(ReadOnlySpan<T> table)
        where T : unmanaged
    {
        ArrayView<T> view = Allocate<T>(table.Length);
        if (!table.IsEmpty)
        {
            view.CopyFromCPU(stream, table);
        }

        return view;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffers.ForEach(static buffer => buffer.Dispose());
        buffers.Clear();
        budget?.Return(bytes);
        bytes = 0;
    }
}
