using System;
using System.Runtime.CompilerServices;
using ILGPU;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// A single-precision number: what a GPU thread computes with, and one lane of what the CPU engine does.
/// </summary>
/// <remarks>
/// Every member is one IEEE 754 operation or moves bits, so that any vector can do the same lane by lane.
/// </remarks>
public readonly struct Float32(float value) : IFloat32Lanes<Float32>
{
    // Adding 3 * 2^22 leaves an integer of magnitude below 2^22 in the low bits of the significand.
    private const float IntegerInLowBits = 12582912f;
    private const float ExponentBias = 127f;
    private const int SignificandBits = 23;
    private const uint SignificandMask = 0x007FFFFF;
    private const uint BitsOfOne = 0x3F800000;
    private const uint SignMask = 0x80000000;

    /// <summary>The number.</summary>
    public float Value { get; } = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Constant(double value) => new((float)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 operator +(Float32 left, Float32 right) =>
        new(SingleRounding.Add(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 operator -(Float32 left, Float32 right) =>
        new(SingleRounding.Subtract(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 operator *(Float32 left, Float32 right) =>
        new(SingleRounding.Multiply(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 operator /(Float32 left, Float32 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 operator -(Float32 value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 FusedMultiplyAdd(Float32 a, Float32 b, Float32 c) =>
        new(SingleRounding.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Abs(Float32 x) => new(MathF.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Sqrt(Float32 x) => new(MathF.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Floor(Float32 x) => new(SingleRounding.Floor(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 SelectLess(Float32 left, Float32 right, Float32 whenLess, Float32 otherwise) =>
        new(IsLess(left.Value, right.Value) ? whenLess.Value : otherwise.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 SelectEqual(Float32 left, Float32 right, Float32 whenEqual, Float32 otherwise) =>
        new(left.Value == right.Value ? whenEqual.Value : otherwise.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 CopySign(Float32 magnitude, Float32 sign) =>
        new(Interop.IntAsFloat(
            (Interop.FloatAsInt(magnitude.Value) & ~SignMask) | (Interop.FloatAsInt(sign.Value) & SignMask)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 ScaleByPowerOfTwo(Float32 x, Float32 n)
    {
        // The shift drops everything above the biased exponent.
        uint exponent = Interop.FloatAsInt(n.Value + (IntegerInLowBits + ExponentBias)) << SignificandBits;
        return new(SingleRounding.Multiply(x.Value, Interop.IntAsFloat(exponent)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 ExponentField(Float32 x) =>
        new((int)(Interop.FloatAsInt(x.Value) >> SignificandBits) - ExponentBias);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 SignificandField(Float32 x) =>
        new(Interop.IntAsFloat((Interop.FloatAsInt(x.Value) & SignificandMask) | BitsOfOne));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyNonZero(Float32 x) => x.Value != 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Exp(Float32 x) => Elementary.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Log(Float32 x) => Elementary.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Tanh(Float32 x) => Elementary.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Sin(Float32 x) => Elementary.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float32 Cos(Float32 x) => Elementary.Cos(x);

    // Said both ways round, since ILGPU 1.5.3 makes an ordered comparison with a constant on the left
    // unordered, and a NaN would pass for less.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLess(float left, float right) => (left < right) & (right > left);

    /// <inheritdoc/>
    public override string ToString() => $"{Value}";
}
