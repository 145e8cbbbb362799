using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Simt;

/// <summary>
/// A stream that has done everything as soon as it is given, except that copies to host memory arrive only when the
/// host waits for them: a host that forgets to wait finds old numbers.
/// </summary>
internal sealed unsafe class SimtStream : AcceleratorStream
{
    private readonly List<Pending> copies = [];
    private byte* staging;
    private long capacity;
    private long used;

    /// <inheritdoc/>
    public override void Synchronize()
    {
        lock (copies)
        {
            foreach (Pending copy in copies)
            {
                Buffer.MemoryCopy(staging + copy.Offset, copy.Target, copy.Bytes, copy.Bytes);
            }

            copies.Clear();
            used = 0;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Synchronize();
        NativeMemory.Free(staging);
        staging = null;
        capacity = 0;
    }

    internal override void CopyLater<T>(ReadOnlySpan<T> source, T[] pinned)
    {
        lock (copies)
        {
            long bytes = (long)source.Length * sizeof(T);
            if (bytes > capacity - used)
            {
                capacity = 2 * (used + bytes);
                staging = (byte*)NativeMemory.Realloc(staging, (nuint)capacity);
            }

            source.CopyTo(new Span<T>(staging + used, source.Length));
            copies.Add(new Pending(pinned, Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), used, bytes));
            used += bytes;
        }
    }

    // The owner is named only to be kept.
    private readonly struct Pending(Array owner, nint target, long offset, long bytes)
    {
        internal Array Owner { get; } = owner;

        internal void* Target { get; } = (void*)target;

        internal long Offset { get; } = offset;

        internal long Bytes { get; } = bytes;
    }
}
