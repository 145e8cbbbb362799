using System;

namespace ILGPU.Runtime;

/// <summary>Host memory that a device reads and writes by itself, while the host does something else.</summary>
public sealed class PageLockedArray1D<T> : IDisposable
    where T : unmanaged
{
    private readonly T[] array;

    internal PageLockedArray1D(long length) => array = GC.AllocateArray<T>(checked((int)length), pinned: true);

    /// <summary>All elements.</summary>
    public Span<T> Span => array;

    /// <summary>Elements.</summary>
    public long Length => array.Length;

    /// <summary>An element.</summary>
    public ref T this[int index] => ref array[index];

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
