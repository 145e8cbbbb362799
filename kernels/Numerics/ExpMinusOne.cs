using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary><c>e^x - 1</c> with an error that is small beside the result, however small that is.</summary>
public static class ExpMinusOne
{
    /// <summary><c>e^x - 1</c> for <c>x &lt;= 0</c>; never below -1.</summary>
    /// <remarks>
    /// With <c>t = tanh(x / 2)</c>, <c>e^x - 1 = 2 t / (1 - t)</c>. For <c>x &lt;= 0</c> the denominator lies
    /// in [1, 2], so nothing cancels: the relative error is at most that of the hyperbolic tangent plus 2u,
    /// for a sum and a quotient (u is half an ulp of one). Since rounding is monotone, <c>1 - t</c> never
    /// rounds below <c>-2 t</c>, hence the bound by -1.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal OfNonPositive<TReal>(TReal x)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal t = TReal.Tanh(TReal.Constant(0.5) * x);
        return (t + t) / (TReal.Constant(1.0) - t);
    }
}
