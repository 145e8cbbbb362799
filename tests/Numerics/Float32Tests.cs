using System;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

public sealed class Float32Tests
{
    [Fact]
    public void Scaling_by_a_power_of_two_rounds_once()
    {
        float[] values =
            [1f, -1.9999999f, 0f, -0f, 1.17549435e-38f, 3e-45f, float.MaxValue, float.PositiveInfinity];
        foreach (float value in values)
        {
            for (int n = -126; n <= 127; n++)
            {
                float expected = (float)(value * Math.ScaleB(1.0, n));
                Assert.Equal(expected, Float32.ScaleByPowerOfTwo(new Float32(value), new Float32(n)).Value);
            }
        }
    }

    [Fact]
    public void The_fields_of_a_number_multiply_to_it()
    {
        for (ulong pattern = 0x00800000; pattern < 0x7F800000; pattern += Ulp.WideStride)
        {
            Float32 x = new(BitConverter.UInt32BitsToSingle((uint)pattern));
            float exponent = Float32.ExponentField(x).Value;
            float significand = Float32.SignificandField(x).Value;
            if (!(significand is >= 1f and < 2f && significand * Math.ScaleB(1.0, (int)exponent) == x.Value))
            {
                Assert.Fail($"{x.Value:R} is not {significand:R} times 2 to the {exponent}");
            }
        }
    }

    [Fact]
    public void A_sign_is_copied_from_zeros_and_NaN_too()
    {
        Assert.Equal(-2f, Float32.CopySign(new Float32(2f), new Float32(-0f)).Value);
        Assert.Equal(2f, Float32.CopySign(new Float32(-2f), new Float32(0f)).Value);
        Assert.True(float.IsNegative(Float32.CopySign(new Float32(0f), new Float32(-1f)).Value));
        Float32 positiveNaN = Float32.CopySign(new Float32(float.NaN), new Float32(1f));
        Assert.Equal(3f, Float32.CopySign(new Float32(-3f), positiveNaN).Value);
    }

    [Theory]
    [InlineData(1f, 2f, true, false)]
    [InlineData(2f, 1f, false, false)]
    [InlineData(1f, 1f, false, true)]
    [InlineData(-0f, 0f, false, true)]
    [InlineData(float.NaN, 1f, false, false)]
    [InlineData(1f, float.NaN, false, false)]
    [InlineData(float.NaN, float.NaN, false, false)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, true, false)]
    public void A_NaN_is_neither_less_nor_equal(float left, float right, bool less, bool equal)
    {
        (Float32 yes, Float32 no) = (new(1f), new(0f));
        (Float32 a, Float32 b) = (new(left), new(right));
        Assert.Equal(less ? 1f : 0f, Float32.SelectLess(a, b, yes, no).Value);
        Assert.Equal(equal ? 1f : 0f, Float32.SelectEqual(a, b, yes, no).Value);
    }

    [Fact]
    public void A_product_rounds_before_it_is_added_to_and_a_fused_one_does_not()
    {
        Float32 a = new(1f + MathF.ScaleB(1f, -12));
        Float32 square = new(1f + MathF.ScaleB(1f, -11));
        Assert.Equal(0f, ((a * a) - square).Value);
        Assert.Equal(MathF.ScaleB(1f, -24), Float32.FusedMultiplyAdd(a, a, -square).Value);
    }

    [Fact]
    public void A_constant_is_the_nearest_number()
    {
        Assert.Equal(0.1f, Float32.Constant(0.1).Value);
        Assert.Equal(float.PositiveInfinity, Float32.Constant(1e39).Value);
    }

    [Theory]
    [InlineData(-3f, -1f)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(4f, 2f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Clipping_moves_to_the_nearer_end_and_keeps_NaN(float x, float expected) =>
        Assert.Equal(expected, Interval.Clip(new Float32(x), -1.0, 2.0).Value);
}
