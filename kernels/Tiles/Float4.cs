using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>Four neighbouring numbers, which a device loads and stores as one 16-byte word.</summary>
/// <param name="x">Number 0.</param>
/// <param name="y">Number 1.</param>
/// <param name="z">Number 2.</param>
/// <param name="w">Number 3.</param>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public readonly struct Float4(float x, float y, float z, float w)
{
    /// <summary>Numbers.</summary>
    public const int Length = 4;

    /// <summary>Number 0.</summary>
    public readonly float X = x;

    /// <summary>Number 1.</summary>
    public readonly float Y = y;

    /// <summary>Number 2.</summary>
    public readonly float Z = z;

    /// <summary>Number 3.</summary>
    public readonly float W = w;

    /// <summary>The same number four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Of(float value) => new(value, value, value, value);

    /// <summary>One of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Select(bool condition, Float4 whenTrue, Float4 otherwise) => new(
        condition ? whenTrue.X : otherwise.X,
        condition ? whenTrue.Y : otherwise.Y,
        condition ? whenTrue.Z : otherwise.Z,
        condition ? whenTrue.W : otherwise.W);

    /// <summary><c>a * b + c</c> number by number, each rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 MultiplyAdd(Float4 a, float b, Float4 c) => new(
        SingleRounding.FusedMultiplyAdd(a.X, b, c.X),
        SingleRounding.FusedMultiplyAdd(a.Y, b, c.Y),
        SingleRounding.FusedMultiplyAdd(a.Z, b, c.Z),
        SingleRounding.FusedMultiplyAdd(a.W, b, c.W));

    /// <summary>c plus the four products of a and b, added one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddDot(Float4 a, Float4 b, float c)
    {
        float sum = SingleRounding.FusedMultiplyAdd(a.X, b.X, c);
        sum = SingleRounding.FusedMultiplyAdd(a.Y, b.Y, sum);
        sum = SingleRounding.FusedMultiplyAdd(a.Z, b.Z, sum);
        return SingleRounding.FusedMultiplyAdd(a.W, b.W, sum);
    }
}
