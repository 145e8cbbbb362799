using System;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

public sealed class ElementarySpecialValueTests
{
    private const float LeastPositive = float.Epsilon;
    private const float LeastNormal = 1.17549435e-38f;

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(LeastPositive, 1f)]
    [InlineData(-LeastPositive, 1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(88.72284f, float.PositiveInfinity)]
    [InlineData(-103.97209f, 0f)]
    [InlineData(-103.97207f, LeastPositive)]
    [InlineData(-103.9f, LeastPositive)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_of_a_special_value(float x, float expected) =>
        AssertSame(expected, Float32.Exp(new Float32(x)));

    // Attribute values cannot tell the zeros apart.
    [Fact]
    public void Functions_of_minus_zero()
    {
        Float32 minusZero = new(-0f);
        AssertSame(1f, Float32.Exp(minusZero));
        AssertSame(float.NegativeInfinity, Float32.Log(minusZero));
        AssertSame(-0f, Float32.Tanh(minusZero));
        AssertSame(-0f, Float32.Sin(minusZero));
        AssertSame(1f, Float32.Cos(minusZero));
    }

    [Fact]
    public void Exp_is_finite_up_to_the_last_argument_that_allows_it() =>
        Assert.True(float.IsFinite(Float32.Exp(new Float32(88.72283f)).Value));

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(-1f, float.NaN)]
    [InlineData(-LeastPositive, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(LeastPositive, -103.27893f)]
    [InlineData(LeastNormal, -87.336548f)]
    [InlineData(float.MaxValue, 88.72284f)]
    [InlineData(float.NaN, float.NaN)]
    public void Log_of_a_special_value(float x, float expected) =>
        AssertSame(expected, Float32.Log(new Float32(x)));

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(LeastPositive, LeastPositive)]
    [InlineData(LeastNormal, LeastNormal)]
    [InlineData(1e-5f, 1e-5f)]
    [InlineData(9.1f, 1f)]
    [InlineData(10f, 1f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Tanh_of_a_special_value_and_of_its_opposite(float x, float expected)
    {
        AssertSame(expected, Float32.Tanh(new Float32(x)));
        AssertSame(-expected, Float32.Tanh(new Float32(-x)));
    }

    [Theory]
    [InlineData(0f, 0f, 1f)]
    [InlineData(LeastPositive, LeastPositive, 1f)]
    [InlineData(1e-4f, 1e-4f, 1f)]
    [InlineData(1048576f, 0f, 1f)]
    [InlineData(float.MaxValue, 0f, 1f)]
    [InlineData(float.PositiveInfinity, float.NaN, float.NaN)]
    [InlineData(float.NaN, float.NaN, float.NaN)]
    public void Sin_and_Cos_of_a_special_angle_and_of_its_opposite(float x, float sine, float cosine)
    {
        AssertSame(sine, Float32.Sin(new Float32(x)));
        AssertSame(-sine, Float32.Sin(new Float32(-x)));
        AssertSame(cosine, Float32.Cos(new Float32(x)));
        AssertSame(cosine, Float32.Cos(new Float32(-x)));
    }

    [Fact]
    public void Symmetries_and_bounds_hold_bit_for_bit()
    {
        for (ulong pattern = 0; pattern < 0x7F800000; pattern += Ulp.WideStride)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)pattern);
            Float32 plus = new(x);
            Float32 minus = new(-x);
            (float tanh, float sine) = (Float32.Tanh(plus).Value, Float32.Sin(plus).Value);
            (float cosine, float exp) = (Float32.Cos(plus).Value, Float32.Exp(minus).Value);
            bool holds = tanh is >= 0f and <= 1f && sine is >= -1f and <= 1f && cosine is >= -1f and <= 1f
                && exp is >= 0f and <= 1f
                && IsSame(-tanh, Float32.Tanh(minus).Value)
                && IsSame(-sine, Float32.Sin(minus).Value)
                && IsSame(cosine, Float32.Cos(minus).Value);
            if (!holds)
            {
                Assert.Fail($"at {x:R}");
            }
        }
    }

    private static void AssertSame(float expected, Float32 actual)
    {
        // The sign and payload of a NaN are nobody's promise.
        if (float.IsNaN(expected))
        {
            Assert.True(float.IsNaN(actual.Value), $"{actual} is not NaN");
            return;
        }

        Assert.True(IsSame(expected, actual.Value), $"{actual.Value:R} is not {expected:R}");
    }

    private static bool IsSame(float left, float right) =>
        BitConverter.SingleToUInt32Bits(left) == BitConverter.SingleToUInt32Bits(right);
}
