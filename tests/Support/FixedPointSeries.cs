using System;
using System.Numerics;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// Functions whose usual formulas cancel, from their power series in fixed-point numbers of 256 binary
/// places; the result is rounded once to double.
/// </summary>
public static class FixedPointSeries
{
    private const int Places = 256;
    private const int SignificandBits = 53;

    /// <summary>e^x - 1 for 2^-64 at most |x| at most 1.</summary>
    public static double ExpMinusOne(double x) => ExponentialFrom(x, 1);

    /// <summary>e^x - 1 - x for 2^-64 at most |x| at most 1.</summary>
    public static double ExpMinusOneMinusArgument(double x) => ExponentialFrom(x, 2);

    /// <summary>log(1 + x) for x in [2^-64, 1], as 2 artanh(x / (2 + x)).</summary>
    public static double LogOnePlus(double x)
    {
        BigInteger argument = FromDouble(x);
        BigInteger y = (argument << Places) / ((BigInteger.One << (Places + 1)) + argument);
        BigInteger square = (y * y) >> Places;
        BigInteger power = y;
        BigInteger sum = BigInteger.Zero;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += 2 * power / k;
            power = (power * square) >> Places;
        }

        return ToDouble(sum);
    }

    // The terms x^k / k! from k = firstPower on.
    private static double ExponentialFrom(double x, int firstPower)
    {
        BigInteger argument = FromDouble(x);
        BigInteger term = BigInteger.One << Places;
        BigInteger sum = BigInteger.Zero;
        for (int k = 1; k <= Places; k++)
        {
            term = term * argument / k;
            term = BigInteger.Divide(term, BigInteger.One << Places);
            sum += k >= firstPower ? term : BigInteger.Zero;
        }

        return ToDouble(sum);
    }

    private static BigInteger FromDouble(double x)
    {
        int shift = SignificandBits - Math.ILogB(x);
        return new BigInteger(Math.ScaleB(x, shift)) << (Places - shift);
    }

    private static double ToDouble(BigInteger x) => Math.ScaleB((double)x, -Places);
}
