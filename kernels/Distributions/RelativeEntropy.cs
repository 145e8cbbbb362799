using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// The term that every KL divergence here is a sum of: <c>p log(p / q) - p + q</c> for two masses p and q.
/// </summary>
/// <remarks>
/// Over outcomes the added <c>q - p</c> sum to zero, and they make every term non-negative:
/// <c>p (e^x - 1 - x)</c> with <c>x = log(q / p)</c>. So neighbouring distributions, whose divergence is of
/// second order in x, lose nothing to the cancellation of first-order terms, and an error common to all the x
/// of a distribution, which is what an error of its normalizer is, enters in second order only.
/// </remarks>
public static class RelativeEntropy
{
    /// <summary><c>p log(p / q) - p + q</c>, given <paramref name="logRatio"/> = log(q / p).</summary>
    /// <remarks>
    /// Where p is zero the term is q, whatever the logarithm. The relative error is at most 5u plus 4 times
    /// the relative errors of p, q and the logarithm (u is half an ulp of one).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Term<TReal>(TReal p, TReal q, TReal logRatio)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal near = p * (logRatio * logRatio) * ExponentialSeriesFromSquare(logRatio);
        TReal far = TReal.FusedMultiplyAdd(-p, logRatio, q - p);
        TReal term = TReal.SelectLess(TReal.Abs(logRatio), TReal.Constant(1.0), near, far);
        return TReal.SelectEqual(p, TReal.Constant(0.0), q, term);
    }

    // (e^x - 1 - x) / x^2 = 1/2! + x/3! + ... + x^16/18!; for |x| <= 1 what is left out is less than 2^-53 of
    // it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal ExponentialSeriesFromSquare<TReal>(TReal x)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal sum = TReal.Constant(1.0 / 6402373705728000.0);
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 355687428096000.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 20922789888000.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 1307674368000.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 87178291200.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 6227020800.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 479001600.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 39916800.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 3628800.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 362880.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 40320.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 5040.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 720.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 120.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 24.0));
        sum = TReal.FusedMultiplyAdd(sum, x, TReal.Constant(1.0 / 6.0));
        return TReal.FusedMultiplyAdd(sum, x, TReal.Constant(0.5));
    }
}
