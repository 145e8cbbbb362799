using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

public class FisherMetricTests
{
    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void The_score_has_mean_zero(string name)
    {
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 31);
        var mean = new double[parameters.Length];
        double magnitude = 1;
        int terms = 0;
        foreach (var (action, weight) in distribution.Expectation(parameters))
        {
            var score = distribution.Gradient(parameters, action, weight);
            magnitude += score.Max(Math.Abs);
            terms++;
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += score[j];
            }
        }

        foreach (double component in mean)
        {
            RoundingBound.Assert(0, component, terms + 16 + parameters.Length, magnitude, name);
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Metric_is_the_expected_outer_product_of_the_score(string name)
    {
        const double Weight = 0.3;
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 41);
        for (int seed = 0; seed < 3; seed++)
        {
            var direction = DistributionCases.UnitDirection(distribution, seed);
            var expected = new double[parameters.Length];
            double magnitude = 1;
            int terms = 0;
            foreach (var (action, weight) in distribution.Expectation(parameters))
            {
                var score = distribution.Gradient(parameters, action, 1);
                double slope = score.Zip(direction, (s, v) => s * v).Sum();
                magnitude += weight * score.Sum(s => s * s);
                terms++;
                for (int j = 0; j < expected.Length; j++)
                {
                    expected[j] += Weight * weight * slope * score[j];
                }
            }

            var metric = distribution.Metric(parameters, direction, Weight);
            Assert.Equal(metric, distribution.MetricInPlace(parameters, direction, Weight));
            for (int j = 0; j < expected.Length; j++)
            {
                RoundingBound.Assert(
                    expected[j], metric[j], terms + 16 + parameters.Length, magnitude, $"{name} [{j}]");
            }
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Metric_is_the_square_of_its_factor(string name)
    {
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 45);
        int outputs = distribution.Size.NetworkOutputs;
        var factor = distribution.MetricFactor(parameters);
        for (int i = 0; i < outputs; i++)
        {
            var unit = new double[parameters.Length];
            unit[i] = 1;
            var metric = distribution.Metric(parameters, unit, 1);
            for (int j = 0; j < outputs; j++)
            {
                double square = 0;
                double magnitude = Math.Abs(metric[j]);
                for (int k = 0; k < outputs; k++)
                {
                    double term = factor[(i * outputs) + k] * factor[(j * outputs) + k];
                    square += term;
                    magnitude += Math.Abs(term);
                }

                // Each side is a handful of roundings for a probability, whose sum has as many as there are terms.
                RoundingBound.Assert(metric[j], square, (4 * outputs) + 32, magnitude, $"{name} [{i},{j}]");
            }
        }
    }

    [Fact]
    public void A_masked_action_has_no_part_in_the_factor_and_a_NaN_spoils_it()
    {
        var distribution = new CategoricalCase(3);
        var masked = distribution.MetricFactor([0.3, double.NegativeInfinity, -0.2]);
        Assert.All((int[])[1, 3, 4, 5, 7], k => Assert.Equal(0, masked[k]));
        Assert.All(distribution.MetricFactor([0.3, double.NaN, -0.2]), value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Metric_is_the_curvature_of_the_divergence(string name)
    {
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 51);
        var direction = DistributionCases.UnitDirection(distribution, 52);
        var metric = distribution.Metric(parameters, direction, 1);

        // Fourth-order differences of the gradient along the direction. They leave out h^4 / 30 times a
        // derivative that stays below 10^3 for these parameters, and divide the gradient's rounding by h:
        // both below 1e-10.
        const double H = 1e-3;
        var near = Subtract(GradientAt(H), GradientAt(-H));
        var far = Subtract(GradientAt(2 * H), GradientAt(-2 * H));
        for (int j = 0; j < metric.Length; j++)
        {
            double curvature = ((8 * near[j]) - far[j]) / (12 * H);
            double error = Math.Abs(curvature - metric[j]);
            Assert.True(error < 1e-10, $"{name} [{j}]: {curvature:R}, {metric[j]:R}");
        }

        double[] GradientAt(double step) => DivergenceGradient(
            distribution, parameters, parameters.Zip(direction, (p, v) => p + (step * v)).ToArray());
    }

    [Fact]
    public void Metric_of_logits_ignores_a_common_shift()
    {
        var distribution = new CategoricalCase(5);
        var metric = distribution.Metric(DistributionCases.Parameters(distribution, 61), [3, 3, 3, 3, 3], 1);
        Assert.All(metric, component => RoundingBound.Assert(0, component, 16, 3, "shift"));
    }

    // d KL(old, new) / d new = -E_old[score of new], by complex step of the plain formula.
    private static double[] DivergenceGradient(DistributionCase distribution, double[] old, double[] current)
    {
        const double Step = 1e-30;
        var outcomes = distribution.Expectation(old).ToArray();
        var point = DistributionCase.ToComplex(current);
        var gradient = new double[old.Length];
        for (int j = 0; j < gradient.Length; j++)
        {
            point[j] += new Complex(0, Step);
            gradient[j] = -outcomes.Sum(
                o => o.Weight * distribution.PlainLogProbability(point, o.Action).Imaginary / Step);
            point[j] = current[j];
        }

        return gradient;
    }

    private static double[] Subtract(double[] left, double[] right) =>
        left.Zip(right, (l, r) => l - r).ToArray();
}
