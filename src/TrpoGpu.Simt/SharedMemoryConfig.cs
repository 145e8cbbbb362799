using System;
using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>How much dynamic shared memory a launch gives each of its groups.</summary>
public readonly struct SharedMemoryConfig
{
    private SharedMemoryConfig(int arraySize) => ArraySize = arraySize;

    internal int ArraySize { get; }

    /// <summary>Room for some elements; at least one.</summary>
    public static SharedMemoryConfig RequestDynamic<T>(int numElements)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numElements, 1);
        return new SharedMemoryConfig(checked(numElements * Unsafe.SizeOf<T>()));
    }
}
