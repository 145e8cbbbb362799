using System;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Floats in device memory.</summary>
internal sealed class GpuBuffer : ComputeBuffer
{
    private readonly GpuBackend owner;
    private readonly DeviceMemory<float> memory;

    internal GpuBuffer(GpuBackend owner, int length)
        : base(owner, length)
    {
        this.owner = owner;
        memory = owner.AllocateMemory<float>(length, "a buffer");
        memory.Clear(owner.Stream);
    }

    /// <summary>The memory as kernels take it.</summary>
    internal ArrayView<float> View => memory.View;

    /// <inheritdoc/>
    public override void Dispose() => memory.Dispose();

    private protected override void WriteCore(ReadOnlySpan<float> source, int offset)
    {
        if (source.Length > 0)
        {
            View.SubView(offset, source.Length).CopyFromCPU(owner.Stream, source);
        }
    }

    private protected override void ReadCore(Span<float> destination, int offset)
    {
        if (destination.Length > 0)
        {
            owner.CountRead();
            View.SubView(offset, destination.Length).CopyToCPU(owner.Stream, destination);
        }
    }
}
