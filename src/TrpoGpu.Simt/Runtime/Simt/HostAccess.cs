using System;

namespace ILGPU.Runtime.Simt;

/// <summary>What streams check before they touch a view.</summary>
internal static unsafe class HostAccess
{
    /// <summary>The bytes of a view whose buffer is still there.</summary>
    internal static Span<byte> Bytes<T>(ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(view.Source is { IsDisposed: true }, view.Source!);
        return view.Bytes;
    }

    /// <summary>The bytes of the first elements.</summary>
    internal static Span<byte> Bytes<T>(ArrayView<T> view, AcceleratorStream stream, long length)
        where T : unmanaged
    {
        if ((length < 0) || (length > view.Length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), $"expected at most {view.Length} elements as the view has, got {length}");
        }

        return Bytes(new ArrayView<T>(view.Source, view.First, length), stream);
    }
}
