using System;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Simt;

/// <summary>The shared memory of the group that runs: the dynamic part, then arrays as threads ask for them.</summary>
internal sealed unsafe class SharedArena : IDisposable
{
    /// <summary>What every device has.</summary>
    internal const int Capacity = 48 * 1024;

    private const int MaxArrays = 64;
    private const int Alignment = 16;

    private readonly byte* block = (byte*)NativeMemory.AlignedAlloc(Capacity, 256);
    private readonly int[] offsets = new int[MaxArrays];
    private readonly int[] sizes = new int[MaxArrays];
    private int arrays;
    private int dynamicBytes;
    private int used;
    private uint poison;

    /// <summary>Begins a group.</summary>
    internal void Reset(int dynamicSize, uint poisonWord)
    {
        arrays = 0;
        used = 0;
        poison = poisonWord;
        Reserve(dynamicSize);
        dynamicBytes = dynamicSize;
    }

    internal ArrayView<T> Dynamic<T>()
        where T : unmanaged => new(null, (T*)block, dynamicBytes / sizeof(T));

    /// <summary>The array that the threads of a group ask for at their k-th time.</summary>
    internal ArrayView<T> Allocate<T>(int k, int extent)
        where T : unmanaged
    {
        long bytes = (long)extent * sizeof(T);
        if (k == arrays)
        {
            if (k == MaxArrays)
            {
                throw Fault($"expected at most {MaxArrays} shared arrays, got more");
            }

            offsets[k] = Reserve(bytes);
            sizes[k] = (int)bytes;
            arrays++;
        }

        if (sizes[k] != bytes)
        {
            throw Fault($"expected {sizes[k]} bytes of shared memory as the other threads have, got {bytes}");
        }

        return new ArrayView<T>(null, (T*)(block + offsets[k]), extent);
    }

    public void Dispose() => NativeMemory.AlignedFree(block);

    private int Reserve(long bytes)
    {
        int offset = (used + Alignment - 1) & -Alignment;
        if ((bytes < 0) || (bytes > Capacity - offset))
        {
            throw Fault($"expected at most {Capacity - offset} more bytes of shared memory, got {bytes}");
        }

        used = offset + (int)bytes;
        Poison.Fill(block + offset, bytes, poison);
        return offset;
    }

    private static SimtException Fault(string message) => new(SimtFault.SharedMemory, message);
}
