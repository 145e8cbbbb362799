using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Eight floats: one AVX register.</summary>
/// <remarks>The members mirror <see cref="Float32"/>, lane by lane.</remarks>
internal readonly unsafe partial struct Lanes8 : ILanes<Lanes8>
{
    // Adding 3 * 2^22 leaves an integer of magnitude below 2^22 in the low bits of the significand.
    private const float IntegerInLowBits = 12582912f;
    private const float ExponentBias = 127f;
    private const int SignificandBits = 23;
    private const uint SignificandMask = 0x007FFFFF;
    private const uint BitsOfOne = 0x3F800000;
    private const uint SignMask = 0x80000000;

    private readonly Vector256<float> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes8(Vector256<float> lanes) => this.lanes = lanes;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Lanes8 value) => value.lanes.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Constant(double value) => new(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left.lanes + right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left.lanes - right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left.lanes * right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left.lanes / right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 value) => new(-value.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 FusedMultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) =>
        new(Vector256.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 x) => new(Vector256.Abs(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 x) => new(Vector256.Sqrt(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Floor(Lanes8 x) => new(Vector256.Floor(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SelectLess(Lanes8 left, Lanes8 right, Lanes8 whenLess, Lanes8 otherwise) =>
        new(Vector256.ConditionalSelect(
            Vector256.LessThan(left.lanes, right.lanes), whenLess.lanes, otherwise.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SelectEqual(Lanes8 left, Lanes8 right, Lanes8 whenEqual, Lanes8 otherwise) =>
        new(Vector256.ConditionalSelect(
            Vector256.Equals(left.lanes, right.lanes), whenEqual.lanes, otherwise.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 CopySign(Lanes8 magnitude, Lanes8 sign) =>
        new(Vector256.ConditionalSelect(
            Vector256.Create(SignMask).AsSingle(), sign.lanes, magnitude.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ScaleByPowerOfTwo(Lanes8 x, Lanes8 n)
    {
        // The shift drops everything above the biased exponent.
        Vector256<float> integer = n.lanes + Vector256.Create(IntegerInLowBits + ExponentBias);
        return new(x.lanes * (integer.AsUInt32() << SignificandBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ExponentField(Lanes8 x) =>
        new(Vector256.ConvertToSingle((x.lanes.AsUInt32() >> SignificandBits).AsInt32()) -
            Vector256.Create(ExponentBias));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SignificandField(Lanes8 x)
    {
        Vector256<uint> significand = x.lanes.AsUInt32() & Vector256.Create(SignificandMask);
        return new((significand | Vector256.Create(BitsOfOne)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyNonZero(Lanes8 x) => !Vector256.EqualsAll(x.lanes, Vector256<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Exp(Lanes8 x) => Elementary.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Log(Lanes8 x) => Elementary.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Tanh(Lanes8 x) => Elementary.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sin(Lanes8 x) => Elementary.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Cos(Lanes8 x) => Elementary.Cos(x);

    /// <inheritdoc/>
    public override string ToString() => $"{lanes}";
}
