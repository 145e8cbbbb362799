using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// A vector of neighbouring floats as the engine's loops see it. Every operation treats each lane as the
/// operation on one number would, so results do not depend on the width.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface ILanes<TSelf> : IFloat32Lanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Lanes: 16, 8 or 1.</summary>
    static abstract int Count { get; }

    /// <summary>The <see cref="Count"/> floats at an address.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes <see cref="Count"/> floats.</summary>
    static abstract void Store(float* destination, TSelf value);

    /// <summary>One float in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>
    /// Transposes a square of <see cref="Count"/> x <see cref="Count"/> floats:
    /// <c>destination[i * destinationStride + j] = source[j * sourceStride + i]</c>.
    /// </summary>
    static abstract void Transpose(
        float* source, nint sourceStride, float* destination, nint destinationStride);
}
