using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>The exponential linear unit with alpha = 1: <c>z</c> above zero, <c>e^z - 1</c> below.</summary>
/// <remarks>
/// The relative error of the value, near zero too, is at most that of <see cref="IReal{TSelf}.Tanh"/> plus 2u
/// (u is half an ulp of one). The value is never below -1 and so the derivative never negative.
/// </remarks>
public readonly struct Elu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal> =>
        TReal.SelectLess(TReal.Constant(0.0), z, z, ExpMinusOne.OfNonPositive(z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal one = TReal.Constant(1.0);
        return TReal.SelectLess(TReal.Constant(0.0), h, one, h + one);
    }
}
