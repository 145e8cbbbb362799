using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

public static partial class Elementary
{
    private const double Log2E = 1.44269504;

    // From here up e^x overflows, and from here down it is less than half the least positive number.
    private const double ExpHighest = 89.0;
    private const double ExpLowest = -105.0;

    /// <summary>
    /// e to the power <paramref name="x"/>, within 0.91 ulp, denormal results included.
    /// </summary>
    /// <remarks>
    /// <c>e^x = 2^n * e^r</c> with <c>n = round(x / ln 2)</c> and a polynomial for e^r where |r| is at most
    /// ln 2 / 2.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : unmanaged, IFloat32Lanes<T>
    {
        T bounded = Interval.Clip(x, ExpLowest, ExpHighest);
        T n = RoundProduct(bounded, T.Constant(Log2E));
        T r = T.FusedMultiplyAdd(n, T.Constant(-Ln2High), bounded);
        r = T.FusedMultiplyAdd(n, T.Constant(-Ln2Low), r);

        T p = T.Constant(0.00138146139);
        p = T.FusedMultiplyAdd(p, r, T.Constant(0.00836871006));
        p = T.FusedMultiplyAdd(p, r, T.Constant(0.041668389));
        p = T.FusedMultiplyAdd(p, r, T.Constant(0.166665211));
        p = T.FusedMultiplyAdd(p, r, T.Constant(0.49999994));
        p = T.FusedMultiplyAdd(p, r, T.Constant(1.0));
        p = T.FusedMultiplyAdd(p, r, T.Constant(1.0));

        // Two steps, since 2^n itself may be out of range where the result is not; only the second can round.
        T half = RoundProduct(n, T.Constant(0.5));
        return T.ScaleByPowerOfTwo(T.ScaleByPowerOfTwo(p, half), n - half);
    }
}
