using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// Single-precision sums and products that round once each, whatever follows them.
/// </summary>
/// <remarks>
/// On the host these are the plain operators. The compilers of GPUs are free to merge a product with the sum
/// that uses it, which changes the last bit; an engine that wants the bits of the host has these three, and
/// <see cref="System.MathF.FusedMultiplyAdd"/>, replaced by the device's instructions with a stated rounding.
/// </remarks>
public static class SingleRounding
{
    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    /// <summary>Difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float left, float right) => left - right;

    /// <summary>Product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float left, float right) => left * right;
}
