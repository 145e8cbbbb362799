using System;
using System.Numerics;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Activations;

/// <summary>
/// Every activation against a plain complex formula: its real part, and by complex step its slope.
/// </summary>
public class ActivationTests
{
    // Two elementary functions of an ulp (2u) each and three roundings, and as much in the plain formula.
    private const double Roundings = 2 * 7;

    private const double Step = 1e-30;

    private static readonly double[] Points =
    [
        -60, -30, -17.5, -8, -3.25, -1, -0.7, -0.25, -1e-2, 1e-3, 0.1, 0.5, 0.75, 1, 2.5, 5, 8, 17.5, 30, 60,
    ];

    [Fact]
    public void Tanh_is_the_hyperbolic_tangent() => Check<Tanh>(Complex.Tanh);

    [Fact]
    public void Relu_is_the_positive_part() => Check<Relu>(z => z.Real > 0 ? z : 0);

    [Fact]
    public void Elu_is_exponential_below_zero() => Check<Elu>(z => z.Real > 0 ? z : Complex.Exp(z) - 1);

    [Fact]
    public void Sigmoid_is_the_logistic_function() => Check<Sigmoid>(z => 1 / (1 + Complex.Exp(-z)));

    [Fact]
    public void Softplus_is_the_smooth_positive_part() =>
        Check<Softplus>(z => (z.Real > 0 ? z : 0) + Complex.Log(1 + Complex.Exp(z.Real > 0 ? -z : z)));

    [Fact]
    public void Identity_is_nothing() => Check<Identity>(z => z);

    [Fact]
    public void Values_at_zero_are_exact()
    {
        Assert.Equal((0.0, 1.0), At<Tanh>(0));
        Assert.Equal((0.0, 0.0), At<Relu>(0));
        Assert.Equal((0.0, 1.0), At<Elu>(0));
        Assert.Equal((0.5, 0.25), At<Sigmoid>(0));
        Assert.Equal(Math.Log(2), At<Softplus>(0).Value);
        Assert.Equal((0.0, 1.0), At<Identity>(0));
    }

    [Fact]
    public void Elu_keeps_relative_accuracy_below_zero()
    {
        for (double z = -1; z < -1e-18; z *= 0.37)
        {
            RoundingBound.AssertRelative(FixedPointSeries.ExpMinusOne(z), At<Elu>(z).Value, 7, $"elu({z:R})");
        }
    }

    [Fact]
    public void Elu_never_has_a_negative_slope()
    {
        for (double z = -60; z < 0; z += 1.0 / 64)
        {
            Assert.InRange(At<Elu>(z).Slope, 0.0, 1.0);
        }
    }

    [Fact]
    public void Sigmoid_and_softplus_keep_relative_accuracy_in_the_lower_tail()
    {
        // There the slope of either is e^z / (1 + e^z) and e^z / (1 + e^z)^2, all of size e^z.
        for (double z = -700; z < -1; z += 7.25)
        {
            double e = Math.Exp(z);
            RoundingBound.AssertRelative(e / (1 + e), At<Sigmoid>(z).Value, Roundings, $"sigmoid({z:R})");
            RoundingBound.AssertRelative(
                e / ((1 + e) * (1 + e)), At<Sigmoid>(z).Slope, Roundings, $"sigmoid'({z:R})");
            RoundingBound.AssertRelative(
                FixedPointOrItself(e), At<Softplus>(z).Value, Roundings, $"softplus({z:R})");
            RoundingBound.AssertRelative(e / (1 + e), At<Softplus>(z).Slope, Roundings, $"softplus'({z:R})");
        }
    }

    [Fact]
    public void Tails_end_in_their_limits()
    {
        const double Infinity = double.PositiveInfinity;
        foreach (double z in new[] { 1e3, 1e300, Infinity })
        {
            Assert.Equal((1.0, 0.0), At<Tanh>(z));
            Assert.Equal((-1.0, 0.0), At<Tanh>(-z));
            Assert.Equal((z, 1.0), At<Relu>(z));
            Assert.Equal((0.0, 0.0), At<Relu>(-z));
            Assert.Equal((z, 1.0), At<Elu>(z));
            Assert.Equal((-1.0, 0.0), At<Elu>(-z));
            Assert.Equal((1.0, 0.0), At<Sigmoid>(z));
            Assert.Equal((0.0, 0.0), At<Sigmoid>(-z));
            Assert.Equal((z, 1.0), At<Softplus>(z));
            Assert.Equal((0.0, 0.0), At<Softplus>(-z));
            Assert.Equal((z, 1.0), At<Identity>(z));
            Assert.Equal((-z, 1.0), At<Identity>(-z));
        }
    }

    [Fact]
    public void Not_a_number_stays_one_in_value_and_slope()
    {
        AssertNaN(At<Tanh>(double.NaN));
        AssertNaN(At<Relu>(double.NaN));
        AssertNaN(At<Elu>(double.NaN));
        AssertNaN(At<Sigmoid>(double.NaN));
        AssertNaN(At<Softplus>(double.NaN));
        AssertNaN(At<Identity>(double.NaN));
    }

    private static void AssertNaN((double Value, double Slope) at)
    {
        Assert.True(double.IsNaN(at.Value));
        Assert.True(double.IsNaN(at.Slope));
    }

    private static (double Value, double Slope) At<TActivation>(double z)
        where TActivation : struct, IActivation
    {
        Float64 h = TActivation.Value(new Float64(z));
        return (h.Value, TActivation.DerivativeFromOutput(h).Value);
    }

    private static void Check<TActivation>(Func<Complex, Complex> plain)
        where TActivation : struct, IActivation
    {
        string name = typeof(TActivation).Name;
        foreach (double z in Points)
        {
            Complex expected = plain(new Complex(z, Step));
            (double value, double slope) = At<TActivation>(z);

            // The plain formulas subtract numbers of size one, and a slope knows its output only to an ulp of
            // one.
            double magnitude = Math.Max(1, Math.Abs(expected.Real));
            RoundingBound.Assert(expected.Real, value, Roundings, magnitude, $"{name}({z:R})");
            RoundingBound.Assert(expected.Imaginary / Step, slope, Roundings, 1, $"{name}'({z:R})");
        }
    }

    // log(1 + e) for e below the range of the series is e to a relative 2^-64.
    private static double FixedPointOrItself(double e) => e < 1e-18 ? e : FixedPointSeries.LogOnePlus(e);
}
