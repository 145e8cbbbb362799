using System;
using ILGPU.Runtime;

namespace TrpoGpu.Kernels.Launch;

/// <summary>An accelerator and what it was created from.</summary>
/// <param name="accelerator">Where kernels run.</param>
/// <param name="context">Disposed after the accelerator; null if there is none.</param>
/// <param name="freeMemoryBytes">Memory that nobody used when it was opened; all of it if null.</param>
public sealed class OpenDevice(
    Accelerator accelerator, IDisposable? context, long? freeMemoryBytes = null) : IDisposable
{
    /// <summary>Bytes that nobody used when it was opened.</summary>
    public long FreeMemoryBytes { get; } = freeMemoryBytes ?? accelerator.MemorySize;

    /// <summary>Where kernels run.</summary>
    public Accelerator Accelerator { get; } = accelerator;

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        context?.Dispose();
    }
}
