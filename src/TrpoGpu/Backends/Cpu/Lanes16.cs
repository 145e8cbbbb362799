using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Sixteen floats: one AVX-512 register.</summary>
/// <remarks>The members mirror <see cref="Float32"/>, lane by lane.</remarks>
internal readonly unsafe partial struct Lanes16 : ILanes<Lanes16>
{
    // Adding 3 * 2^22 leaves an integer of magnitude below 2^22 in the low bits of the significand.
    private const float IntegerInLowBits = 12582912f;
    private const float ExponentBias = 127f;
    private const int SignificandBits = 23;
    private const uint SignificandMask = 0x007FFFFF;
    private const uint BitsOfOne = 0x3F800000;
    private const uint SignMask = 0x80000000;

    private readonly Vector512<float> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes16(Vector512<float> lanes) => this.lanes = lanes;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Lanes16 value) => value.lanes.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Constant(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left.lanes + right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left.lanes - right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left.lanes * right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 left, Lanes16 right) => new(left.lanes / right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 value) => new(-value.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 FusedMultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) =>
        new(Vector512.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 x) => new(Vector512.Abs(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 x) => new(Vector512.Sqrt(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 x) => new(Vector512.Floor(x.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SelectLess(Lanes16 left, Lanes16 right, Lanes16 whenLess, Lanes16 otherwise) =>
        new(Vector512.ConditionalSelect(
            Vector512.LessThan(left.lanes, right.lanes), whenLess.lanes, otherwise.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SelectEqual(Lanes16 left, Lanes16 right, Lanes16 whenEqual, Lanes16 otherwise) =>
        new(Vector512.ConditionalSelect(
            Vector512.Equals(left.lanes, right.lanes), whenEqual.lanes, otherwise.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 CopySign(Lanes16 magnitude, Lanes16 sign) =>
        new(Vector512.ConditionalSelect(
            Vector512.Create(SignMask).AsSingle(), sign.lanes, magnitude.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ScaleByPowerOfTwo(Lanes16 x, Lanes16 n)
    {
        // The shift drops everything above the biased exponent.
        Vector512<float> integer = n.lanes + Vector512.Create(IntegerInLowBits + ExponentBias);
        return new(x.lanes * (integer.AsUInt32() << SignificandBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ExponentField(Lanes16 x) =>
        new(Vector512.ConvertToSingle((x.lanes.AsUInt32() >> SignificandBits).AsInt32()) -
            Vector512.Create(ExponentBias));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SignificandField(Lanes16 x)
    {
        Vector512<uint> significand = x.lanes.AsUInt32() & Vector512.Create(SignificandMask);
        return new((significand | Vector512.Create(BitsOfOne)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyNonZero(Lanes16 x) => !Vector512.EqualsAll(x.lanes, Vector512<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Exp(Lanes16 x) => Elementary.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Log(Lanes16 x) => Elementary.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Tanh(Lanes16 x) => Elementary.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sin(Lanes16 x) => Elementary.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Cos(Lanes16 x) => Elementary.Cos(x);

    /// <inheritdoc/>
    public override string ToString() => $"{lanes}";
}
