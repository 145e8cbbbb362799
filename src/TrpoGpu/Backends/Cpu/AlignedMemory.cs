using System;
using System.Runtime.InteropServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Native memory that starts on a cache line, so that no vector of a column straddles two.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    /// <summary>Allocates <paramref name="bytes"/> bytes.</summary>
    /// <param name="bytes">Size; zero gives an address that must not be read.</param>
    /// <param name="cleared">
    /// Whether they are zeros; if not, pages that are never written are never backed.
    /// </param>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public AlignedMemory(long bytes, bool cleared)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        Bytes = bytes;
        nuint size = checked((nuint)long.Max(bytes, 1));
        SetHandle((nint)NativeMemory.AlignedAlloc(size, CacheLine.Floats * sizeof(float)));
        if (cleared)
        {
            NativeMemory.Clear((void*)handle, size);
        }
    }

    /// <summary>Size.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>The memory as floats.</summary>
    /// <exception cref="ObjectDisposedException">It has been given back.</exception>
    public float* Floats => (float*)Address;

    /// <summary>The memory as doubles.</summary>
    /// <exception cref="ObjectDisposedException">It has been given back.</exception>
    public double* Doubles => (double*)Address;

    private void* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (void*)handle;
        }
    }

    /// <summary>Allocates zeros.</summary>
    public static AlignedMemory OfFloats(long count) => new(count * sizeof(float), cleared: true);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
