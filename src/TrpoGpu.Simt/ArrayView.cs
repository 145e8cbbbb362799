using System;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Simt;

namespace ILGPU;

/// <summary>A stretch of device or shared memory, with every access checked.</summary>
public readonly unsafe struct ArrayView<T>
    where T : unmanaged
{
    internal ArrayView(MemoryBuffer? source, T* first, long length)
    {
        Source = source;
        First = first;
        Length = length;
    }

    /// <summary>Elements.</summary>
    public long Length { get; }

    /// <summary>Elements, where they fit an <see cref="int"/>.</summary>
    public int IntLength => checked((int)Length);

    /// <summary>Whether there is anything to access.</summary>
    public bool IsValid => (First != null) && (Length > 0);

    internal MemoryBuffer? Source { get; }

    internal T* First { get; }

    internal Span<byte> Bytes => new(First, checked((int)(Length * sizeof(T))));

    /// <summary>An element.</summary>
    public ref T this[int index] => ref this[(long)index];

    /// <summary>An element.</summary>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)Length)
            {
                ViewFault.Index<T>(index, Length);
            }

            return ref First[index];
        }
    }

    /// <summary>All elements from an index on; of a view with elements, at least one.</summary>
    public ArrayView<T> SubView(long index) => SubView(index, Length - index);

    /// <inheritdoc cref="SubView(long, long)"/>
    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    /// <summary>Some elements from an index on, which is one of an element even where none is taken.</summary>
    /// <param name="index">The first.</param>
    /// <param name="subViewLength">How many.</param>
    public ArrayView<T> SubView(long index, long subViewLength)
    {
        bool begins = ((index >= 0) && (index < Length)) || ((index == 0) && (Length == 0));
        if (!begins || (subViewLength < 0) || (subViewLength > Length - index))
        {
            ViewFault.SubView<T>(index, subViewLength, Length);
        }

        return new ArrayView<T>(Source, First + index, subViewLength);
    }

    /// <summary>The same memory as elements of another type: as many as fit.</summary>
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        // A device loads up to 16 bytes at once, and only from where they are aligned.
        int alignment = Math.Min(16, sizeof(TOther) & -sizeof(TOther));
        if (((nuint)First & (nuint)(alignment - 1)) != 0)
        {
            ViewFault.Alignment<T, TOther>(alignment, (long)((nuint)First & 15));
        }

        return new ArrayView<TOther>(Source, (TOther*)First, Length * sizeof(T) / sizeof(TOther));
    }
}
