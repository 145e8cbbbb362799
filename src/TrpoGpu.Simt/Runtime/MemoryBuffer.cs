using System;

namespace ILGPU.Runtime;

/// <summary>Memory of a device.</summary>
public abstract class MemoryBuffer : IDisposable
{
    private protected MemoryBuffer(long length, long lengthInBytes)
    {
        Length = length;
        LengthInBytes = lengthInBytes;
    }

    /// <summary>Elements.</summary>
    public long Length { get; }

    /// <summary>Bytes.</summary>
    public long LengthInBytes { get; }

    internal bool IsDisposed { get; private protected set; }

    /// <summary>Gives the memory back.</summary>
    public abstract void Dispose();
}
