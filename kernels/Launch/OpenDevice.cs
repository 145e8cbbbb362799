using System;
using ILGPU.Runtime;

namespace TrpoGpu.Kernels.Launch;

/// <summary>An accelerator and what it was created from.</summary>
/// <param name="accelerator">Where kernels run.</param>
/// <param name="context">Disposed after the accelerator; null if there is none.</param>
public sealed class OpenDevice(Accelerator accelerator, IDisposable? context) : IDisposable
{
    /// <summary>Where kernels run.</summary>
    public Accelerator Accelerator { get; } = accelerator;

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        context?.Dispose();
    }
}
