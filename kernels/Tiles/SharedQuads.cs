using System.Runtime.CompilerServices;
using ILGPU;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>The shared memory that a launch asked for, as 16-byte words.</summary>
public static class SharedQuads
{
    /// <summary>All of it.</summary>
    /// <remarks>
    /// Asked for as numbers and then read as words. Asked for as structs it has a length that ILGPU 1.5.3 writes as
    /// <c>bytes / ()16</c>, which is no OpenCL C; the word's alignment it finds out either way.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<Float4> All() => SharedMemory.GetDynamic<float>().Cast<Float4>();
}
