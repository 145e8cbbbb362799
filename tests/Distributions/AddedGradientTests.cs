using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

/// <summary>The gradients of KL and entropy that losses add, and the weights of clipped ratios.</summary>
public class AddedGradientTests
{
    private const double Weight = 0.3;
    private const double Masked = double.NegativeInfinity;

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Divergence_gradient_is_minus_the_old_expectation_of_the_new_score(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 3; seed++)
        {
            var old = DistributionCases.Parameters(distribution, seed);
            var current = DistributionCases.Parameters(distribution, seed + 10);
            var start = DistributionCases.UnitDirection(distribution, seed);
            var expected = (double[])start.Clone();
            double magnitude = 1;
            int terms = 0;
            foreach (var (action, weight) in distribution.Expectation(old))
            {
                var score = PlainScore(distribution, current, action);
                magnitude += weight * score.Max(Math.Abs);
                terms++;
                for (int j = 0; j < expected.Length; j++)
                {
                    expected[j] -= Weight * weight * score[j];
                }
            }

            Check(expected, distribution.AddKlGradient(old, current, Weight, start), terms, magnitude, name);
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Entropy_gradient_is_minus_the_expectation_of_score_and_log_probability(string name)
    {
        // The gradient of -E[log p]; the score itself has mean zero.
        var distribution = DistributionCases.Get(name);
        for (int seed = 20; seed < 23; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            var start = DistributionCases.UnitDirection(distribution, seed);
            var expected = (double[])start.Clone();
            double magnitude = 1;
            int terms = 0;
            foreach (var (action, weight) in distribution.Expectation(parameters))
            {
                double log = distribution.PlainLogProbability(parameters, action);
                var score = PlainScore(distribution, parameters, action);
                magnitude += weight * score.Max(Math.Abs) * (distribution.Size.Actions + Math.Abs(log));
                terms++;
                for (int j = 0; j < expected.Length; j++)
                {
                    expected[j] -= Weight * weight * score[j] * log;
                }
            }

            Check(expected, distribution.AddEntropyGradient(parameters, Weight, start), terms, magnitude, name);
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Divergence_gradient_at_the_old_distribution_is_exactly_zero(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 20; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            Assert.All(
                distribution.AddKlGradient(parameters, (double[])parameters.Clone(), 1, new double[parameters.Length]),
                slope => Assert.Equal(0.0, slope));
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void The_expected_metric_of_scores_is_the_Fisher_metric(string name)
    {
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 41);
        var direction = DistributionCases.UnitDirection(distribution, 42);
        var expected = distribution.Metric(parameters, direction, Weight);
        var mean = new double[parameters.Length];
        double magnitude = 1;
        int terms = 0;
        foreach (var (action, weight) in distribution.Expectation(parameters))
        {
            double slope = distribution.Tangent(parameters, action, direction);
            var score = distribution.Gradient(parameters, action, 1);
            double length = score.Sum(s => s * s);
            RoundingBound.Assert(
                score.Zip(direction, (s, v) => s * v).Sum(), slope, parameters.Length + 16, 1 + length, name);
            magnitude += weight * length;
            terms++;
            var row = distribution.Gradient(parameters, action, Weight * slope);
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += weight * row[j];
            }
        }

        Check(expected, mean, terms, magnitude, name);
    }

    [Fact]
    public void A_masked_category_has_no_gradient()
    {
        var masked = new CategoricalCase(5);
        var reduced = new CategoricalCase(3);
        double[] old = [Masked, 0.5, -1, Masked, 2];
        double[] current = [Masked, -0.25, 1, Masked, 0];
        var divergence = masked.AddKlGradient(old, current, 1, new double[5]);
        var entropy = masked.AddEntropyGradient(current, 1, new double[5]);
        Assert.Equal((0.0, 0.0), (divergence[0], divergence[3]));
        Assert.Equal((0.0, 0.0), (entropy[0], entropy[3]));
        Assert.Equal(
            reduced.AddKlGradient([0.5, -1, 2], [-0.25, 1, 0], 1, new double[3]),
            new[] { divergence[1], divergence[2], divergence[4] });
        Assert.Equal(
            reduced.AddEntropyGradient([-0.25, 1, 0], 1, new double[3]), new[] { entropy[1], entropy[2], entropy[4] });
        Assert.Equal(
            reduced.Tangent([0.5, -1, 2], [2], [1, 2, 4]), masked.Tangent(old, [4], [9, 1, 2, 9, 4]));

        var coins = new BernoulliCase(2);
        double[] certain = [Masked, -Masked];
        Assert.Equal([0.0, 0.0], coins.AddKlGradient(certain, certain, 1, [0, 0]));
        Assert.Equal([0.0, 0.0], coins.AddEntropyGradient(certain, 1, [0, 0]));
        Assert.Equal(0.0, coins.Tangent(certain, [0, 1], [1, 1]));
    }

    [Fact]
    public void Nearly_certain_switches_keep_their_gradients()
    {
        var distribution = new BernoulliCase(1);
        double tail = Math.Exp(-80);
        double change = tail - Math.Exp(-81);
        AssertNear(change, distribution.AddKlGradient([80], [81], 1, [0])[0]);
        AssertNear(-change, distribution.AddKlGradient([-80], [-81], 1, [0])[0]);
        AssertNear(-80 * tail, distribution.AddEntropyGradient([80], 1, [0])[0]);
        AssertNear(80 * tail, distribution.AddEntropyGradient([-80], 1, [0])[0]);

        // Small changes of a deviation: d KL / d s' = 1 - e^x with x = 2 (s - s').
        foreach (double x in (double[])[-1e-9, 1e-9, -0.5, 0.5])
        {
            double expected = -(x + FixedPointSeries.ExpMinusOneMinusArgument(x));
            AssertNear(expected, new DiagonalGaussianCase(1).AddKlGradient([1, x / 2], [1, 0], 1, [0, 0])[1]);
        }

        static void AssertNear(double expected, double actual) =>
            RoundingBound.AssertRelative(expected, actual, 16, $"{expected:R}");
    }

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void What_is_not_a_number_shows(string name)
    {
        var distribution = DistributionCases.Get(name);
        var valid = DistributionCases.Parameters(distribution, 3);
        var action = distribution.Mode(valid);
        for (int column = 0; column < valid.Length; column++)
        {
            var invalid = (double[])valid.Clone();
            invalid[column] = double.NaN;
            double[] zeros = new double[valid.Length];
            Assert.Equal(double.NaN, distribution.AddKlGradient(invalid, valid, 1, zeros)[column]);
            Assert.Equal(double.NaN, distribution.AddKlGradient(valid, invalid, 1, zeros)[column]);
            Assert.Equal(double.NaN, distribution.AddEntropyGradient(invalid, 1, zeros)[column]);
            Assert.Equal(double.NaN, distribution.Tangent(invalid, action, valid));
            Assert.Equal(double.NaN, distribution.Tangent(valid, action, invalid));
        }

        action[^1] = 0.5;
        Assert.Equal(double.NaN, distribution.Tangent(valid, action, valid));
    }

    [Fact]
    public void A_ratio_at_a_bound_counts_and_one_beyond_weighs_exactly_nothing()
    {
        const double Low = 0.75;
        const double High = 1.25;
        double above = Math.BitIncrement(High);
        double below = Math.BitDecrement(Low);
        Assert.Equal(2 * High, Clip(High, 2));
        Assert.Equal(-2 * Low, Clip(Low, -2));
        Assert.Equal(0.0, Clip(above, 2));
        Assert.Equal(0.0, Clip(below, -2));

        // Beyond the other bound the unclipped product is the smaller one.
        Assert.Equal(2 * below, Clip(below, 2));
        Assert.Equal(-2 * above, Clip(above, -2));
        Assert.Equal(0.0, Clip(3, 0));
        Assert.Equal(double.NaN, Clip(double.NaN, 2));
        Assert.Equal(double.NaN, Clip(double.NaN, -2));
        Assert.Equal(double.NaN, Clip(3, double.NaN));

        static double Clip(double ratio, double advantage) => ClippedObjective.Weight(
            new Float64(ratio), new Float64(advantage), new Float64(Low), new Float64(High)).Value;
    }

    private static double[] PlainScore(DistributionCase distribution, double[] parameters, double[] action)
    {
        const double Step = 1e-30;
        var point = DistributionCase.ToComplex(parameters);
        var score = new double[parameters.Length];
        for (int j = 0; j < score.Length; j++)
        {
            point[j] += new Complex(0, Step);
            score[j] = distribution.PlainLogProbability(point, action).Imaginary / Step;
            point[j] = parameters[j];
        }

        return score;
    }

    private static void Check(double[] expected, double[] actual, int terms, double magnitude, string name)
    {
        for (int j = 0; j < expected.Length; j++)
        {
            RoundingBound.Assert(
                expected[j], actual[j], terms + 16 + expected.Length, magnitude, $"{name} [{j}]");
        }
    }
}
