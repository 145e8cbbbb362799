using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>The logistic function, <c>1 / (1 + e^-z)</c>.</summary>
/// <remarks>
/// The relative error of the value, in both tails too, is at most that of <see cref="IReal{TSelf}.Exp"/> plus
/// 2u (u is half an ulp of one): the exponential is taken of <c>-|z|</c>, which cannot overflow, and nothing
/// is subtracted.
/// </remarks>
public readonly struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal one = TReal.Constant(1.0);
        TReal tail = TReal.Exp(-TReal.Abs(z));
        return TReal.SelectLess(z, TReal.Constant(0.0), tail, one) / (one + tail);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal> =>
        h * (TReal.Constant(1.0) - h);
}
