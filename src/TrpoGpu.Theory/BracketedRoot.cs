using System;

namespace TrpoGpu.Theory;

/// <summary>
/// A root between two ends where a continuous function has opposite signs: inverse quadratic interpolation
/// while it is trustworthy, else bisection (Chandrupatla 1997). It ends when the bracket is four roundings
/// of max(1, |x|) wide, or the function is 0.
/// </summary>
internal static class BracketedRoot
{
    // Far more than the some 60 of bisection alone.
    private const int MaxEvaluations = 200;

    /// <summary>x in [low, high] with f(x) = 0.</summary>
    internal static double Find(Func<double, double> f, double low, double high)
    {
        double a = high, fa = f(high);
        double b = low, fb = f(low);
        double share = 0.5;
        for (int k = 0; k < MaxEvaluations && fa != 0; k++)
        {
            double x = a + (share * (b - a));
            double fx = f(x);
            double c, fc;
            if ((fx > 0) == (fa > 0))
            {
                (c, fc) = (a, fa);
            }
            else
            {
                (c, fc, b, fb) = (b, fb, a, fa);
            }

            (a, fa) = (x, fx);
            double smallestShare = 4 * LinearSystem.UnitRoundoff * Math.Max(1, Math.Abs(a)) / Math.Abs(b - a);
            if (smallestShare > 0.5)
            {
                break;
            }

            double position = (a - b) / (c - b);
            double height = (fa - fb) / (fc - fb);
            bool trustworthy = height * height < position && (1 - height) * (1 - height) < 1 - position;
            share = trustworthy
                ? (fa / (fb - fa) * (fc / (fb - fc))) + ((c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb)))
                : 0.5;
            share = Math.Clamp(share, smallestShare, 1 - smallestShare);
        }

        return a;
    }
}
