using System;

namespace TrpoGpu.Backends.Cpu;

/// <summary>A vector of floats on the host.</summary>
/// <remarks>A granule of zeros follows it, because the rows of a matrix are read in whole vectors.</remarks>
internal sealed unsafe class CpuBuffer : ComputeBuffer
{
    private readonly AlignedMemory memory;

    public CpuBuffer(CpuBackend owner, int length)
        : base(owner, length) => memory = AlignedMemory.OfFloats((long)length + Tile.Granule);

    /// <summary>The first float.</summary>
    public float* Pointer => memory.Floats;

    /// <inheritdoc/>
    public override void Dispose() => memory.Dispose();

    private protected override void WriteCore(ReadOnlySpan<float> source, int offset)
    {
        source.CopyTo(new Span<float>(Pointer, Length)[offset..]);
        GC.KeepAlive(this);
    }

    private protected override void ReadCore(Span<float> destination, int offset)
    {
        new ReadOnlySpan<float>(Pointer, Length).Slice(offset, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }
}
