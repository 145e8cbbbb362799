using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

public static partial class Elementary
{
    private const double TwoOverPi = 0.636619772;

    // Pi / 2 in three parts of 24 bits.
    private const double HalfPiHigh = 1.57079637;
    private const double HalfPiMiddle = -4.37113883e-8;
    private const double HalfPiLow = -1.71512451e-15;

    // Neighbouring numbers are 1/8 radian apart from here: the angle carries no information.
    private const double LargestAngle = 1048576.0;

    /// <summary>
    /// Sine of an angle in radians, within 1.6 ulp up to 10^5 in magnitude, 1.7 up to 2^20, 0 for finite
    /// angles beyond; odd bit for bit, never beyond 1 in magnitude.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sin<T>(T x)
        where T : unmanaged, IFloat32Lanes<T>
    {
        T zero = T.Constant(0.0);
        T angle = MeaningfulAngle(x);
        return T.SelectEqual(angle, zero, angle, SineAfterQuarterTurns(angle, zero));
    }

    /// <summary>
    /// Cosine of an angle in radians, within 1.6 ulp up to 10^5 in magnitude, 1.9 up to 2^20, 1 for finite
    /// angles beyond; even bit for bit, never beyond 1 in magnitude.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cos<T>(T x)
        where T : unmanaged, IFloat32Lanes<T> => SineAfterQuarterTurns(MeaningfulAngle(x), T.Constant(1.0));

    /// <summary>
    /// The angle itself, 0 with its sign where it is finite and too large, NaN where it is not finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T MeaningfulAngle<T>(T x)
        where T : unmanaged, IFloat32Lanes<T> =>
        T.SelectLess(T.Abs(x), T.Constant(LargestAngle), x, x * T.Constant(0.0));

    /// <summary><c>sin(angle + turns * pi / 2)</c> for an integral number of quarter turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SineAfterQuarterTurns<T>(T angle, T turns)
        where T : unmanaged, IFloat32Lanes<T>
    {
        T half = T.Constant(0.5);
        T one = T.Constant(1.0);

        T n = RoundProduct(angle, T.Constant(TwoOverPi));
        T r = T.FusedMultiplyAdd(n, T.Constant(-HalfPiHigh), angle);
        r = T.FusedMultiplyAdd(n, T.Constant(-HalfPiMiddle), r);
        r = T.FusedMultiplyAdd(n, T.Constant(-HalfPiLow), r);
        T square = r * r;

        T p = T.Constant(-0.000194859764);
        p = T.FusedMultiplyAdd(p, square, T.Constant(0.00833193958));
        p = T.FusedMultiplyAdd(p, square, T.Constant(-0.166666508));
        T sine = T.FusedMultiplyAdd(p, r * square, r);

        T q = T.Constant(2.43996383e-05);
        q = T.FusedMultiplyAdd(q, square, T.Constant(-0.00138870161));
        q = T.FusedMultiplyAdd(q, square, T.Constant(0.0416666381));
        T cosine = T.FusedMultiplyAdd(q, square * square, T.FusedMultiplyAdd(square, -half, one));

        // The quadrant, as a fraction of a turn: 0, 1/4, 1/2 or 3/4. Odd ones exchange sine and cosine, the
        // last two change the sign.
        T quarters = (n + turns) * T.Constant(0.25);
        T fraction = quarters - T.Floor(quarters);
        T withinHalfTurn = T.SelectLess(fraction, half, fraction, fraction - half);
        T value = T.SelectEqual(withinHalfTurn, T.Constant(0.0), sine, cosine);
        return T.SelectLess(fraction, half, value, -value);
    }
}
