using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

public static partial class Elementary
{
    private const double LeastNormal = 1.17549435e-38;
    private const double TwoToThe23 = 8388608.0;
    private const double SquareRootOfTwo = 1.41421356;

    /// <summary>
    /// Natural logarithm, within 0.9 ulp, denormal arguments included; -infinity of 0, NaN of less.
    /// </summary>
    /// <remarks>
    /// <c>log x = e ln 2 + log(1 + f)</c> with <c>x = 2^e (1 + f)</c> and 1 + f in [1/sqrt 2, sqrt 2].
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : unmanaged, IFloat32Lanes<T>
    {
        T zero = T.Constant(0.0);
        T one = T.Constant(1.0);
        T half = T.Constant(0.5);

        // A denormal number is made normal and its exponent corrected.
        T leastNormal = T.Constant(LeastNormal);
        T normal = T.SelectLess(x, leastNormal, x * T.Constant(TwoToThe23), x);
        T exponent = T.ExponentField(normal) + T.SelectLess(x, leastNormal, T.Constant(-23.0), zero);
        T significand = T.SignificandField(normal);

        T middle = T.Constant(SquareRootOfTwo);
        exponent = exponent + T.SelectLess(middle, significand, one, zero);
        T f = (significand * T.SelectLess(middle, significand, half, one)) - one;
        T square = f * f;

        T p = T.Constant(-0.0763450041);
        p = T.FusedMultiplyAdd(p, f, T.Constant(0.127615765));
        p = T.FusedMultiplyAdd(p, f, T.Constant(-0.13160181));
        p = T.FusedMultiplyAdd(p, f, T.Constant(0.142017588));
        p = T.FusedMultiplyAdd(p, f, T.Constant(-0.166233569));
        p = T.FusedMultiplyAdd(p, f, T.Constant(0.200012267));
        p = T.FusedMultiplyAdd(p, f, T.Constant(-0.250008196));
        p = T.FusedMultiplyAdd(p, f, T.Constant(0.333333313));

        // From the smallest term to the largest.
        T sum = T.FusedMultiplyAdd(p, f * square, exponent * T.Constant(Ln2Low));
        sum = T.FusedMultiplyAdd(square, -half, sum);
        sum = T.FusedMultiplyAdd(exponent, T.Constant(Ln2High), f + sum);

        T infinity = T.Constant(double.PositiveInfinity);
        T upperEnd = T.SelectLess(x, infinity, sum, x);
        T lowerEnd = T.SelectEqual(x, zero, -infinity, T.Constant(double.NaN));
        return T.SelectLess(zero, x, upperEnd, lowerEnd);
    }
}
