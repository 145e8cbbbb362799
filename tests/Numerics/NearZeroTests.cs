using System;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

public class NearZeroTests
{
    // Math.Exp, Log and Tanh err by an ulp at most, 2u; a doubled 2u for the logarithm, 2u of the formula
    // itself, and a reference that is rounded itself.
    private const double Roundings = 2 + 2 + 2 + 1;

    public static TheoryData<double> Magnitudes()
    {
        var data = new TheoryData<double>();
        for (int exponent = -60; exponent <= 0; exponent += 3)
        {
            foreach (double significand in new[] { 0.5, 0.5000001, 0.6180339887, 0.75, 0.9999999, 1.0 })
            {
                data.Add(Math.ScaleB(significand, exponent));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Magnitudes))]
    public void Exp_minus_one_is_accurate_relative_to_its_value(double x) =>
        RoundingBound.AssertRelative(
            FixedPointSeries.ExpMinusOne(-x),
            ExpMinusOne.OfNonPositive(new Float64(-x)).Value, Roundings, $"expm1({-x:R})");

    [Theory]
    [MemberData(nameof(Magnitudes))]
    public void Log_one_plus_is_accurate_relative_to_its_value(double x) =>
        RoundingBound.AssertRelative(
            FixedPointSeries.LogOnePlus(x),
            LogOnePlus.OfNonNegative(new Float64(x)).Value, Roundings, $"log1p({x:R})");

    [Fact]
    public void Log_one_plus_is_accurate_where_one_plus_x_rounds()
    {
        for (int i = 1; i <= 400; i++)
        {
            double x = i * RoundingBound.UnitRoundoff / 64;
            RoundingBound.AssertRelative(
                FixedPointSeries.LogOnePlus(x),
                LogOnePlus.OfNonNegative(new Float64(x)).Value, Roundings, $"log1p({x:R})");
        }
    }

    [Fact]
    public void Log_one_plus_goes_on_above_one()
    {
        foreach (double x in new[] { 1.5, 3.0, 7.25, 1e3, 1e15, 1e17, 1e300 })
        {
            RoundingBound.AssertRelative(
                Math.Log(1 + x), LogOnePlus.OfNonNegative(new Float64(x)).Value, Roundings, $"log1p({x:R})");
        }
    }

    [Fact]
    public void Exp_minus_one_is_never_below_minus_one()
    {
        for (int i = 0; i <= 4000; i++)
        {
            double x = -i / 64.0;
            double value = ExpMinusOne.OfNonPositive(new Float64(x)).Value;
            Assert.InRange(value, -1.0, 0.0);
            if (x < -1)
            {
                RoundingBound.AssertRelative(Math.Exp(x) - 1, value, Roundings, $"expm1({x:R})");
            }
        }

        Assert.Equal(-1.0, ExpMinusOne.OfNonPositive(new Float64(double.NegativeInfinity)).Value);
        Assert.Equal(0.0, ExpMinusOne.OfNonPositive(new Float64(0.0)).Value);
    }

    [Fact]
    public void Not_a_number_stays_one()
    {
        Assert.True(double.IsNaN(ExpMinusOne.OfNonPositive(new Float64(double.NaN)).Value));
        Assert.True(double.IsNaN(LogOnePlus.OfNonNegative(new Float64(double.NaN)).Value));
    }
}
