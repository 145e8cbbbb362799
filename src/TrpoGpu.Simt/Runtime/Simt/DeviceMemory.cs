using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>The memory of the device: so many bytes, and poison in what is fresh.</summary>
internal sealed unsafe class DeviceMemory(long size, uint poison)
{
    private const int Alignment = 256;
    private readonly Lock gate = new();
    private long used;

    internal long Size { get; } = size;

    internal uint Poison { get; } = poison;

    internal void* Allocate(long bytes)
    {
        lock (gate)
        {
            if (bytes > Size - used)
            {
                throw new SimtException(
                    SimtFault.OutOfMemory, $"expected at most {Size - used} bytes of {Size} free, got {bytes} needed");
            }

            used += bytes;
        }

        void* block = NativeMemory.AlignedAlloc((nuint)Math.Max(Alignment, bytes + 3), Alignment);
        Simt.Poison.Fill(block, bytes, Poison);
        return block;
    }

    internal void Free(void* block, long bytes)
    {
        NativeMemory.AlignedFree(block);
        lock (gate)
        {
            used -= bytes;
        }
    }
}
