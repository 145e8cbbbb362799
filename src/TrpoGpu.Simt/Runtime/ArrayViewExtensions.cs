using System;
using System.Runtime.InteropServices;
using ILGPU.Runtime.Simt;

namespace ILGPU.Runtime;

/// <summary>What streams do with views: clearing and copying.</summary>
public static class ArrayViewExtensions
{
    /// <summary>Clears a view that is not empty.</summary>
    public static void MemSetToZero<T>(this ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged
    {
        if (!view.IsValid)
        {
            throw new ArgumentNullException(nameof(view), "expected a view with elements, got an empty one");
        }

        HostAccess.Bytes(view, stream).Clear();
    }

    /// <inheritdoc cref="MemSetToZero{T}(ArrayView{T}, AcceleratorStream)"/>
    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged => view.BaseView.MemSetToZero(stream);

    /// <summary>Copies as many elements as the target has.</summary>
    public static void CopyTo<T>(this ArrayView<T> source, AcceleratorStream stream, in ArrayView<T> target)
        where T : unmanaged =>
        HostAccess.Bytes(source, stream, target.Length).CopyTo(HostAccess.Bytes(target, stream));

    /// <inheritdoc cref="CopyTo{T}(ArrayView{T}, AcceleratorStream, in ArrayView{T})"/>
    public static void CopyTo<T>(
        this ArrayView1D<T, Stride1D.Dense> source,
        AcceleratorStream stream,
        in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => source.BaseView.CopyTo(stream, target.BaseView);

    /// <summary>Copies to the host as many elements as the target has, and waits.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged
    {
        HostAccess.Bytes(source, stream, span.Length).CopyTo(MemoryMarshal.AsBytes(span));
        stream.Synchronize();
    }

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView{T}, AcceleratorStream, in Span{T})"/>
    public static void CopyToCPU<T>(
        this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged => source.BaseView.CopyToCPU(stream, span);

    /// <summary>Copies all elements of the source from the host, and waits.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged
    {
        MemoryMarshal.AsBytes(span).CopyTo(HostAccess.Bytes(target, stream, span.Length));
        stream.Synchronize();
    }

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView{T}, AcceleratorStream, in ReadOnlySpan{T})"/>
    public static void CopyFromCPU<T>(
        this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged => target.BaseView.CopyFromCPU(stream, span);

    /// <summary>Copies as many elements to the host as the target has; there when the stream is done.</summary>
    public static void CopyToPageLockedAsync<T>(
        this ArrayView<T> source, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        stream.CopyLater(
            MemoryMarshal.Cast<byte, T>(HostAccess.Bytes(source, stream, pageLockedArray.Length)),
            pageLockedArray.Pinned);

    /// <summary>Copies all elements of the source from the host; they may change when the stream is done.</summary>
    public static void CopyFromPageLockedAsync<T>(
        this ArrayView<T> target, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(pageLockedArray.Span).CopyTo(HostAccess.Bytes(target, stream, pageLockedArray.Length));
}
