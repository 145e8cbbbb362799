using System;
using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>Two independent numbers of the standard normal distribution.</summary>
/// <typeparam name="T">Number, or vector of numbers.</typeparam>
public readonly struct NormalPair<T>
    where T : unmanaged, IReal<T>
{
    private NormalPair(T first, T second)
    {
        First = first;
        Second = second;
    }

    /// <summary>The first number.</summary>
    public T First { get; }

    /// <summary>The second number.</summary>
    public T Second { get; }

    /// <summary>
    /// The pair that two uniform numbers map to (Box and Muller, 1958).
    /// </summary>
    /// <remarks>
    /// With the single-precision numbers of <see cref="Uniform"/> the magnitude is at most sqrt(48 ln 2) =
    /// 5.77, which a normal number exceeds once in 120 million times.
    /// </remarks>
    /// <param name="radius">In (0, 1], such as <see cref="Uniform.AboveZero"/>.</param>
    /// <param name="turn">In [0, 1), <see cref="Uniform.FromZero"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NormalPair<T> FromUniform(T radius, T turn)
    {
        T length = T.Sqrt(T.Constant(-2.0) * T.Log(radius));
        T angle = T.Constant(2.0 * Math.PI) * turn;
        return new NormalPair<T>(length * T.Cos(angle), length * T.Sin(angle));
    }
}
