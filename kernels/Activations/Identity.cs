using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>No activation: a linear layer.</summary>
/// <remarks>Exact.</remarks>
public readonly struct Identity : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal> =>
        z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal>
    {
        // 1, unless the output is NaN, which is to stay one.
        return TReal.SelectEqual(h, h, TReal.Constant(1.0), h);
    }
}
