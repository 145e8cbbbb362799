using System;

namespace TrpoGpu.Backends.Reference;

/// <summary>A vector of doubles.</summary>
internal sealed class ReferenceBuffer(ComputeBackend owner, int length) : ComputeBuffer(owner, length)
{
    /// <summary>The numbers, unrounded.</summary>
    public double[] Values { get; } = new double[length];

    public override void Dispose()
    {
    }

    private protected override void WriteCore(ReadOnlySpan<float> source, int offset)
    {
        for (int k = 0; k < source.Length; k++)
        {
            Values[offset + k] = source[k];
        }
    }

    private protected override void ReadCore(Span<float> destination, int offset)
    {
        for (int k = 0; k < destination.Length; k++)
        {
            destination[k] = (float)Values[offset + k];
        }
    }
}
