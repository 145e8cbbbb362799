using System;

namespace ILGPU.Runtime;

/// <summary>Host memory that a device reads and writes by itself, while the host does something else.</summary>
public sealed class PageLockedArray1D<T> : IDisposable
    where T : unmanaged
{
    internal PageLockedArray1D(long length) => Pinned = GC.AllocateArray<T>(checked((int)length), pinned: true);

    /// <summary>All elements.</summary>
    public Span<T> Span => Pinned;

    /// <summary>Elements.</summary>
    public long Length => Pinned.Length;

    internal T[] Pinned { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
