using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>The hyperbolic tangent.</summary>
/// <remarks>
/// The value has the error of <see cref="IReal{TSelf}.Tanh"/>; the derivative is rounded once.
/// </remarks>
public readonly struct Tanh : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal> =>
        TReal.Tanh(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal> =>
        TReal.FusedMultiplyAdd(-h, h, TReal.Constant(1.0));
}
