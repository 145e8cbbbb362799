using System;
using Xunit.Sdk;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// Comparisons with bounds that were derived, never chosen. A bound is carried by the expected number itself
/// (<see cref="Rounded"/>), or follows from a count of roundings and a sum of magnitudes.
/// </summary>
internal static class Tolerance
{
    /// <summary>Unit roundoff of double.</summary>
    public const double DoubleU = 1.0 / (1L << 53);

    /// <summary>float32 numbers against numbers that carry their bounds.</summary>
    public static void AssertWithin(ReadOnlySpan<Rounded> expected, ReadOnlySpan<float> actual, string what)
    {
        RequireLength(expected.Length, actual.Length, what);
        for (int k = 0; k < expected.Length; k++)
        {
            Require(expected[k].Value, actual[k], expected[k].Allowed, $"{what}[{k}]");
        }
    }

    /// <summary>One number against one that carries its bound.</summary>
    public static void AssertWithin(Rounded expected, double actual, string what) =>
        Require(expected.Value, actual, expected.Allowed, what);

    /// <summary>
    /// Double results against other double results, within a share of the largest of them: the sums behind
    /// them share their terms, so the largest stands for the sum of magnitudes behind each.
    /// </summary>
    public static void AssertRelative(
        ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what)
    {
        RequireLength(expected.Length, actual.Length, what);
        double scale = 0;
        foreach (double value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        AssertAbsolute(expected, actual, relative * scale, what);
    }

    /// <summary>Double results, each within the same distance.</summary>
    public static void AssertAbsolute(
        ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double allowed, string what)
    {
        RequireLength(expected.Length, actual.Length, what);
        for (int k = 0; k < expected.Length; k++)
        {
            Require(expected[k], actual[k], allowed, $"{what}[{k}]");
        }
    }

    /// <summary>One double, within a share of the expected one.</summary>
    public static void AssertRelative(double expected, double actual, double relative, string what) =>
        Require(expected, actual, relative * Math.Abs(expected), what);

    private static void RequireLength(int expected, int actual, string what)
    {
        if (expected != actual)
        {
            throw new XunitException($"{what}: {actual} numbers, expected {expected}.");
        }
    }

    // Written so that a NaN on either side fails.
    private static void Require(double expected, double actual, double allowed, string what)
    {
        double difference = Math.Abs(expected - actual);
        if (!(difference <= allowed))
        {
            throw new XunitException(
                $"{what}: expected {expected:R}, got {actual:R}, which differs by {difference:E2}; " +
                $"allowed is {allowed:E2}.");
        }
    }
}
