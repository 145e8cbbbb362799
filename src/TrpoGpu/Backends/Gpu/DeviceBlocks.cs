using System;
using System.Collections.Generic;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Device memory of one owner: allocated piece by piece, given back together.</summary>
/// <param name="accelerator">The device.</param>
/// <param name="stream">Where memory is cleared.</param>
internal sealed class DeviceBlocks(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    private readonly List<MemoryBuffer> buffers = [];

    /// <summary>Zeros.</summary>
    internal ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        // ILGPU has no buffers of length zero.
        MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D<T>(Math.Max(1, length));
        buffers.Add(buffer);
        buffer.View.BaseView.MemSetToZero(stream);
        return buffer.View.BaseView;
    }

    /// <summary>A table.</summary>
    internal ArrayView<T> Upload<T>(ReadOnlySpan<T> table)
        where T : unmanaged
    {
        ArrayView<T> view = Allocate<T>(table.Length);
        view.CopyFromCPU(stream, table);
        return view;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffers.ForEach(static buffer => buffer.Dispose());
        buffers.Clear();
    }
}
