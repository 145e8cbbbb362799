using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>Uniform numbers from random words, all exactly representable.</summary>
public static class Uniform
{
    private const float TwoToTheMinus23 = 1.1920929e-7f;
    private const float TwoToTheMinus24 = 5.9604645e-8f;

    /// <summary>A number in [0, 1): one of the 2^24 multiples of 2^-24.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromZero(uint word) => (int)(word >> 8) * TwoToTheMinus24;

    /// <summary>A number in (0, 1): one of the 2^23 odd multiples of 2^-24.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AboveZero(uint word) => ((int)(word >> 9) * TwoToTheMinus23) + TwoToTheMinus24;
}
