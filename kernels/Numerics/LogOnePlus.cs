using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary><c>log(1 + x)</c> with an error that is small beside the result, however small that is.</summary>
public static class LogOnePlus
{
    /// <summary><c>log(1 + x)</c> for finite <c>x &gt;= 0</c>.</summary>
    /// <remarks>
    /// <c>s = 1 + x</c> rounds, but what it loses, <c>r = x - (s - 1)</c>, is a number of the same format and
    /// is found without error, and <c>log(1 + x) = log(s) + r / s</c> up to <c>(r / s)^2 / 2</c>. The
    /// relative error is at most that of the logarithm plus 2u (u is half an ulp of one); only where <c>s</c>
    /// is the successor of one may the two terms cancel, by half, and double the logarithm's part.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal OfNonNegative<TReal>(TReal x)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal one = TReal.Constant(1.0);
        TReal sum = one + x;
        return TReal.Log(sum) + ((x - (sum - one)) / sum);
    }
}
