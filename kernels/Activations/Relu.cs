using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>The positive part, <c>max(z, 0)</c>; its derivative at zero is 0.</summary>
/// <remarks>Exact.</remarks>
public readonly struct Relu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        return TReal.SelectLess(z, zero, zero, z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal>
    {
        // An output that is not positive is zero, its own derivative, or NaN, which is to stay one.
        return TReal.SelectLess(TReal.Constant(0.0), h, TReal.Constant(1.0), h);
    }
}
