using System.Runtime.CompilerServices;
using ILGPU;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>Shared memory of 16-byte words that a launch asks for.</summary>
/// <remarks>
/// It is asked for as numbers and then read as words. Asked for as structs it has a length that ILGPU 1.5.3 writes as
/// <c>bytes / ()16</c>, which is no OpenCL C; the word's alignment it finds out either way. Launch and kernel agree on
/// the type, since ILGPU's simulator counts elements and not bytes.
/// </remarks>
public static class SharedQuads
{
    /// <summary>What a launch asks for.</summary>
    /// <param name="quads">Words.</param>
    public static SharedMemoryConfig Request(int quads) =>
        SharedMemoryConfig.RequestDynamic<float>(quads * Float4.Length);

    /// <summary>All of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<Float4> All() => SharedMemory.GetDynamic<float>().Cast<Float4>();
}
