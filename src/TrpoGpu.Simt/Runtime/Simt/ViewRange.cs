using System;

namespace ILGPU.Runtime.Simt;

/// <summary>The memory of one view in the argument of a kernel.</summary>
internal readonly unsafe struct ViewRange(MemoryBuffer? source, void* first, long bytes)
{
    internal MemoryBuffer? Source { get; } = source;

    internal long Length { get; } = bytes;

    internal Span<byte> Bytes => new(first, checked((int)Length));

    internal static ViewRange Of<T>(ArrayView<T> view)
        where T : unmanaged => new(view.Source, view.First, view.Length * sizeof(T));
}
