using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

public class LogProbabilityTests
{
    private const double Step = 1e-30;

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Log_probability_is_that_of_the_plain_formula(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 3; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            foreach (var (action, _) in distribution.Expectation(parameters))
            {
                double expected = distribution.PlainLogProbability(parameters, action);

                // A plain logarithm of a sum of exponentials errs by the exponents, the deviation by 2|s|.
                double magnitude = distribution.Size.Actions + parameters.Sum(Math.Abs) + Math.Abs(expected);
                RoundingBound.Assert(
                    expected, distribution.LogProbability(parameters, action),
                    8 + distribution.Size.Parameters, magnitude, name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void Probabilities_of_all_actions_sum_to_one(string name)
    {
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 11);
        var probabilities = distribution.Expectation(parameters)
            .Select(outcome => Math.Exp(distribution.LogProbability(parameters, outcome.Action))).ToArray();
        double roundings = probabilities.Length + (8 * distribution.Size.Actions) + parameters.Length;
        RoundingBound.Assert(1, probabilities.Sum(), roundings, parameters.Max(Math.Abs) + 1, name);
    }

    [Theory]
    [InlineData(0.3, -0.7)]
    [InlineData(-5.0, 2.0)]
    [InlineData(1e-8, -20.0)]
    public void A_normal_density_integrates_to_one(double mean, double logDeviation)
    {
        // The trapezoidal rule converges like exp(-2 (pi deviation / spacing)^2): here far below rounding.
        const int NodesPerDeviation = 4;
        const int Deviations = 12;
        var distribution = new DiagonalGaussianCase(1);
        double spacing = Math.Exp(logDeviation) / NodesPerDeviation;
        double sum = 0;
        for (int k = -Deviations * NodesPerDeviation; k <= Deviations * NodesPerDeviation; k++)
        {
            sum += spacing * Math.Exp(
                distribution.LogProbability([mean, logDeviation], [mean + (k * spacing)]));
        }

        // A log-probability of size |s| + 72 at the ends and |s| + 1 where it counts, and the action's
        // rounding beside the deviation.
        double magnitude = 4 + (2 * Math.Abs(logDeviation)) + (Math.Abs(mean) / Math.Exp(logDeviation));
        RoundingBound.Assert(1, sum, 8, magnitude, "integral");
    }

    [Fact]
    public void A_normal_density_in_several_dimensions_is_the_product()
    {
        double[] parameters = [0.1, -2, 3, 0.5, -0.25, 0];
        double[] action = [0.7, -1, 2.5];
        double sum = Enumerable.Range(0, 3).Sum(j => new DiagonalGaussianCase(1).LogProbability(
            [parameters[j], parameters[3 + j]], [action[j]]));
        double together = new DiagonalGaussianCase(3).LogProbability(parameters, action);
        RoundingBound.Assert(sum, together, 4, Math.Abs(sum) + 3, "product");
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Gradient_is_the_complex_step_derivative_of_the_plain_formula(string name)
    {
        const double Weight = -0.7;
        var distribution = DistributionCases.Get(name);
        var parameters = DistributionCases.Parameters(distribution, 21);
        var point = DistributionCase.ToComplex(parameters);
        foreach (var (action, _) in distribution.Expectation(parameters).Take(40))
        {
            var gradient = distribution.Gradient(parameters, action, Weight);
            Assert.Equal(gradient, distribution.GradientInPlace(parameters, action, Weight));
            for (int j = 0; j < parameters.Length; j++)
            {
                point[j] += new Complex(0, Step);
                double expected = Weight * distribution.PlainLogProbability(point, action).Imaginary / Step;
                point[j] = parameters[j];
                RoundingBound.Assert(
                    expected, gradient[j], 16 + parameters.Length, 1 + Math.Abs(expected), $"{name} [{j}]");
            }
        }
    }
}
