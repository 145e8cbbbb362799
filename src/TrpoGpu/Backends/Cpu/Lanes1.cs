using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// One float: the engine on a machine whose vectors cannot fuse a multiplication with an addition.
/// </summary>
internal readonly unsafe struct Lanes1 : ILanes<Lanes1>
{
    private readonly Float32 lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes1(Float32 lane) => this.lane = lane;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(float* source) => new(new Float32(*source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Lanes1 value) => *destination = value.lane.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Broadcast(float value) => new(new Float32(value));

    /// <inheritdoc/>
    public static void Transpose(
        float* source, nint sourceStride, float* destination, nint destinationStride) =>
        *destination = *source;

    /// <summary>The transposition of a square of any size, for vectors that cannot shuffle.</summary>
    public static void TransposeSquare(
        int size, float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                destination[(i * destinationStride) + j] = source[(j * sourceStride) + i];
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Constant(double value) => new(Float32.Constant(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left.lane + right.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left.lane - right.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left.lane * right.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator /(Lanes1 left, Lanes1 right) => new(left.lane / right.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 value) => new(-value.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 FusedMultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) =>
        new(Float32.FusedMultiplyAdd(a.lane, b.lane, c.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Abs(Lanes1 x) => new(Float32.Abs(x.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Sqrt(Lanes1 x) => new(Float32.Sqrt(x.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Floor(Lanes1 x) => new(Float32.Floor(x.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 SelectLess(Lanes1 left, Lanes1 right, Lanes1 whenLess, Lanes1 otherwise) =>
        new(Float32.SelectLess(left.lane, right.lane, whenLess.lane, otherwise.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 SelectEqual(Lanes1 left, Lanes1 right, Lanes1 whenEqual, Lanes1 otherwise) =>
        new(Float32.SelectEqual(left.lane, right.lane, whenEqual.lane, otherwise.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 CopySign(Lanes1 magnitude, Lanes1 sign) =>
        new(Float32.CopySign(magnitude.lane, sign.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ScaleByPowerOfTwo(Lanes1 x, Lanes1 n) =>
        new(Float32.ScaleByPowerOfTwo(x.lane, n.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ExponentField(Lanes1 x) => new(Float32.ExponentField(x.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 SignificandField(Lanes1 x) => new(Float32.SignificandField(x.lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyNonZero(Lanes1 x) => Float32.IsAnyNonZero(x.lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Exp(Lanes1 x) => Elementary.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Log(Lanes1 x) => Elementary.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Tanh(Lanes1 x) => Elementary.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Sin(Lanes1 x) => Elementary.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Cos(Lanes1 x) => Elementary.Cos(x);

    /// <inheritdoc/>
    public override string ToString() => $"{lane}";
}
