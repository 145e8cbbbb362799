namespace ILGPU.Runtime.Simt;

/// <summary>A stream that has done everything as soon as it is given.</summary>
internal sealed class SimtStream : AcceleratorStream
{
    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
