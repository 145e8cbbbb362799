using System;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;

namespace TrpoGpu.Tests.Numerics;

/// <summary>Errors in units in the last place, over many single-precision arguments.</summary>
internal static class Ulp
{
    private const int LeastNormalExponent = -126;
    private const int FractionBits = 23;
    private const ulong Patterns = 1UL << 32;
    private const int Parts = 64;

    /// <summary>
    /// Distance between the 32-bit patterns tried: 1, that is every number there is, where the environment
    /// variable TRPO_EXHAUSTIVE is 1; else a prime, so that all significands and exponents occur.
    /// </summary>
    public static ulong Stride
    {
        get
        {
            if (Environment.GetEnvironmentVariable("TRPO_EXHAUSTIVE") == "1")
            {
                return 1;
            }

            // Without vector instructions a fused multiply-add is a call.
            return Vector128.IsHardwareAccelerated ? 2039UL : 32749UL;
        }
    }

    /// <summary>A stride for properties that do not need as many arguments.</summary>
    public static ulong WideStride => Stride == 1 ? 1UL : 32749UL;

    /// <summary>The distance of a result from the truth, in units in the last place of the truth.</summary>
    public static double Error(float actual, double expected)
    {
        float nearest = (float)expected;
        if (!float.IsFinite(nearest) || !float.IsFinite(actual))
        {
            return nearest.Equals(actual) ? 0.0 : double.PositiveInfinity;
        }

        int exponent = expected == 0.0 ? LeastNormalExponent : Math.ILogB(expected);
        return Math.Abs(actual - expected)
            / Math.ScaleB(1.0, Math.Max(exponent, LeastNormalExponent) - FractionBits);
    }

    /// <summary>The largest error over the arguments that are tried, and where it is.</summary>
    public static (double Error, float Argument) Largest(
        Func<float, float> actual, Func<double, double> expected, Func<float, bool> inDomain)
    {
        (double Error, float Argument)[] parts = new (double, float)[Parts];
        ulong stride = Stride;
        Parallel.For(0, Parts, part =>
        {
            // Multiples of the stride, so that the parts together are one sequence.
            ulong first = ((((ulong)part * (Patterns / Parts)) + stride - 1) / stride) * stride;
            ulong end = (ulong)(part + 1) * (Patterns / Parts);
            for (ulong pattern = first; pattern < end; pattern += stride)
            {
                float x = BitConverter.UInt32BitsToSingle((uint)pattern);
                if (inDomain(x))
                {
                    double error = Error(actual(x), expected(x));
                    if (error > parts[part].Error)
                    {
                        parts[part] = (error, x);
                    }
                }
            }
        });

        (double Error, float Argument) largest = default;
        foreach ((double Error, float Argument) part in parts)
        {
            largest = part.Error > largest.Error ? part : largest;
        }

        return largest;
    }
}
