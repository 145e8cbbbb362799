using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>The smooth positive part, <c>log(1 + e^z)</c>.</summary>
/// <remarks>
/// Evaluated as <c>max(z, 0) + log(1 + e^-|z|)</c>. The relative error of the value, in both tails too, is at
/// most those of <see cref="IReal{TSelf}.Exp"/> and <see cref="IReal{TSelf}.Log"/> plus 3u (u is half an ulp
/// of one), and that of the derivative, <c>1 - e^-h</c>, that of <see cref="IReal{TSelf}.Tanh"/> plus 2u.
/// </remarks>
public readonly struct Softplus : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal> =>
        Relu.Value(z) + LogOnePlus.OfNonNegative(TReal.Exp(-TReal.Abs(z)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal> =>
        -ExpMinusOne.OfNonPositive(-h);
}
