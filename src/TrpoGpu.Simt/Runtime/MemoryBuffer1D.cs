using ILGPU.Runtime.Simt;

namespace ILGPU.Runtime;

/// <summary>Memory of a device, as elements of a type.</summary>
public sealed unsafe class MemoryBuffer1D<T, TStride> : MemoryBuffer
    where T : unmanaged
    where TStride : struct
{
    private readonly DeviceMemory memory;
    private readonly void* block;

    internal MemoryBuffer1D(DeviceMemory memory, void* block, long length)
        : base(length, length * sizeof(T))
    {
        this.memory = memory;
        this.block = block;
        View = new ArrayView1D<T, TStride>(new ArrayView<T>(this, (T*)block, length));
    }

    /// <summary>All of it.</summary>
    public ArrayView1D<T, TStride> View { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            memory.Free(block, LengthInBytes);
        }
    }
}
