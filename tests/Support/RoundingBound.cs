using System;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// Comparison of double-precision results: k roundings among terms of total magnitude S err by k u S.
/// </summary>
public static class RoundingBound
{
    /// <summary>Half an ulp of one in double precision.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    public static void Assert(double expected, double actual, double roundings, double magnitude, string what)
    {
        if (expected.Equals(actual))
        {
            return;
        }

        double allowed = roundings * UnitRoundoff * magnitude;
        double error = Math.Abs(actual - expected);
        Xunit.Assert.True(
            error <= allowed,
            $"{what}: expected {expected:R}, got {actual:R}: off by {error:E2}, allowed {allowed:E2}");
    }

    /// <summary>The bound relative to the expected value itself.</summary>
    public static void AssertRelative(double expected, double actual, double roundings, string what) =>
        Assert(expected, actual, roundings, Math.Abs(expected), what);
}
