using System;

namespace ILGPU.Runtime;

/// <summary>A sequence of launches and copies, done in the order they were given.</summary>
public abstract class AcceleratorStream : IDisposable
{
    private protected AcceleratorStream()
    {
    }

    /// <summary>Waits until the stream has done all it was given.</summary>
    public abstract void Synchronize();

    /// <summary>Ends the stream.</summary>
    public abstract void Dispose();

    /// <summary>Takes what the source holds now to pinned memory of the host by the time the stream is done.</summary>
    internal abstract void CopyLater<T>(ReadOnlySpan<T> source, T[] pinned)
        where T : unmanaged;
}
