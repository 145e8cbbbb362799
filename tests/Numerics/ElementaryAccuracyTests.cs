using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

/// <summary>
/// The errors that the documentation of <see cref="Elementary"/> states. With the environment variable
/// TRPO_EXHAUSTIVE=1 every single-precision number is tried, which takes some minutes.
/// </summary>
public sealed class ElementaryAccuracyTests
{
    private const double ExpError = 0.91;
    private const double LogError = 0.9;
    private const double TanhError = 1.8;
    private const double TanhErrorNearZero = 0.61;
    private const double SinError = 1.7;
    private const double CosError = 1.9;
    private const double NearAngleError = 1.6;
    private const float NearAngle = 100_000f;
    private const float LargestAngle = 1048576f;

    [Fact]
    public void Exp_is_within_its_stated_error() => AssertWithin(ExpError, Exp, Math.Exp, _ => true);

    [Fact]
    public void Log_is_within_its_stated_error() => AssertWithin(LogError, Log, Math.Log, _ => true);

    [Fact]
    public void Tanh_is_within_its_stated_error() => AssertWithin(TanhError, Tanh, Math.Tanh, _ => true);

    [Fact]
    public void Tanh_is_within_its_tighter_error_near_0() =>
        AssertWithin(TanhErrorNearZero, Tanh, Math.Tanh, x => Math.Abs(x) < 0.25f);

    [Fact]
    public void Sin_is_within_its_stated_error() => AssertWithin(SinError, Sin, Math.Sin, IsAngle);

    [Fact]
    public void Cos_is_within_its_stated_error() => AssertWithin(CosError, Cos, Math.Cos, IsAngle);

    [Fact]
    public void Sin_is_within_its_tighter_error_for_smaller_angles() =>
        AssertWithin(NearAngleError, Sin, Math.Sin, x => Math.Abs(x) <= NearAngle);

    [Fact]
    public void Cos_is_within_its_tighter_error_for_smaller_angles() =>
        AssertWithin(NearAngleError, Cos, Math.Cos, x => Math.Abs(x) <= NearAngle);

    [Fact]
    public void Sin_and_Cos_are_within_their_stated_errors_beside_their_zeros()
    {
        for (int quarter = 1; quarter * Math.PI / 2.0 < LargestAngle; quarter += quarter < 1000 ? 1 : 13)
        {
            float nearest = (float)(quarter * Math.PI / 2.0);
            float[] neighbours = [MathF.BitDecrement(nearest), nearest, MathF.BitIncrement(nearest)];
            foreach (float x in neighbours)
            {
                Assert.InRange(Ulp.Error(Sin(x), Math.Sin(x)), 0.0, SinError);
                Assert.InRange(Ulp.Error(Cos(x), Math.Cos(x)), 0.0, CosError);
            }
        }
    }

    [Fact]
    public void Tanh_never_falls_by_more_than_two_numbers_where_its_argument_grows()
    {
        for (float x = 1e-3f; x < 9.1f; x = MathF.BitIncrement(x + (x * 1e-4f)))
        {
            int fall = BitConverter.SingleToInt32Bits(Tanh(x))
                - BitConverter.SingleToInt32Bits(Tanh(MathF.BitIncrement(x)));
            if (fall > 2)
            {
                Assert.Fail($"tanh falls by {fall} after {x:R}");
            }
        }
    }

    private static void AssertWithin(
        double bound, Func<float, float> actual, Func<double, double> expected, Func<float, bool> inDomain)
    {
        (double error, float argument) = Ulp.Largest(actual, expected, inDomain);
        Assert.True(error <= bound, $"{error} ulp at {argument:R}, stated {bound}");
    }

    private static bool IsAngle(float x) => !(Math.Abs(x) >= LargestAngle) || !float.IsFinite(x);

    // Called millions of times: compiled once, and well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exp(float x) => Elementary.Exp(new Float32(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Log(float x) => Elementary.Log(new Float32(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Tanh(float x) => Elementary.Tanh(new Float32(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sin(float x) => Elementary.Sin(new Float32(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Cos(float x) => Elementary.Cos(new Float32(x)).Value;
}
