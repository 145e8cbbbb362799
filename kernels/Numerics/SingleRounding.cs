using System;
using System.Runtime.CompilerServices;
using ILGPU.IR.Intrinsics;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// Operations that round once each, whatever follows them: single precision, and what sums of it need in double.
/// </summary>
/// <remarks>
/// On the host these are the plain operators. The compilers of GPUs are free to merge a product with the sum that
/// uses it, which changes the last bit, and ILGPU knows neither the fused multiply-add nor the floor; so on a device
/// each of these is the one instruction with a stated rounding (<c>kernels/Ilgpu/DeviceArithmetic.cs</c>).
/// </remarks>
public static class SingleRounding
{
    /// <summary>Sum.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    /// <summary>Difference.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float left, float right) => left - right;

    /// <summary>Product.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float left, float right) => left * right;

    /// <summary><c>a * b + c</c>.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>Sum in double precision.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddWide(double left, double right) => left + right;

    /// <summary>Product in double precision.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyWide(double left, double right) => left * right;

    /// <summary>Largest integer not above <paramref name="x"/>.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Floor(float x) => MathF.Floor(x);
}
