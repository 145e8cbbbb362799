using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

public class DivergenceAndEntropyTests
{
    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Entropy_is_the_expectation_of_minus_the_log_probability(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 70; seed < 73; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            var outcomes = distribution.Expectation(parameters).ToArray();
            double expected = outcomes.Sum(
                o => -o.Weight * distribution.PlainLogProbability(parameters, o.Action));
            double magnitude = distribution.Size.Actions + parameters.Sum(Math.Abs);
            RoundingBound.Assert(
                expected, distribution.Entropy(parameters),
                8 + parameters.Length + outcomes.Length, magnitude, name);
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Divergence_is_the_expectation_under_old_of_the_log_ratio(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 80; seed < 83; seed++)
        {
            var old = DistributionCases.Parameters(distribution, seed);
            var current = DistributionCases.Parameters(distribution, seed + 10);
            var outcomes = distribution.Expectation(old).ToArray();
            double expected = 0;
            double magnitude = distribution.Size.Actions;
            foreach (var (action, weight) in outcomes)
            {
                double oldTerm = weight * distribution.PlainLogProbability(old, action);
                double newTerm = weight * distribution.PlainLogProbability(current, action);
                expected += oldTerm - newTerm;
                magnitude += Math.Abs(oldTerm) + Math.Abs(newTerm);
            }

            magnitude += old.Concat(current).Sum(Math.Abs);
            RoundingBound.Assert(
                expected, distribution.KlOldToNew(old, current),
                8 + old.Length + outcomes.Length, magnitude, name);
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void Divergence_from_itself_is_exactly_zero(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 20; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            Assert.Equal(0.0, distribution.KlOldToNew(parameters, (double[])parameters.Clone()));
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.Names), MemberType = typeof(DistributionCases))]
    public void A_small_divergence_is_accurate_and_not_negative(string name)
    {
        // The plain sum of p log(p / q) errs by u = 1e-16 here, where the divergence is 1e-14.
        const double Step = 1e-7;
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 5; seed++)
        {
            var old = DistributionCases.Parameters(distribution, seed);
            var direction = DistributionCases.UnitDirection(distribution, seed + 100);
            var current = old.Zip(direction, (p, v) => p + (Step * v)).ToArray();

            var taken = current.Zip(old, (c, p) => c - p).ToArray();
            double quadratic = distribution.Metric(old, taken, 0.5).Zip(taken, (m, v) => m * v).Sum();
            double divergence = distribution.KlOldToNew(old, current);

            // The third-order term, and the differences' rounding beside the step, cancelled once more where
            // the direction is nearly a common shift of the logits.
            double allowed = (20 * Step * quadratic) + (20 * RoundingBound.UnitRoundoff * Step);
            Assert.True(divergence >= 0, $"{name}: {divergence:R}");
            Assert.True(
                Math.Abs(divergence - quadratic) <= allowed,
                $"{name}: {divergence:R}, quadratic {quadratic:R}");
        }
    }

    [Fact]
    public void Divergence_takes_the_expectation_under_the_old_distribution()
    {
        // KL((1/2, 1/2), (1/4, 3/4)) = log(2)/2 + log(2/3)/2 = log(4/3)/2; the other way round it is
        // log(1/2)/4 + 3 log(3/2)/4 = 0.1308...
        double expected = Math.Log(4.0 / 3) / 2;
        double log3 = Math.Log(3);
        AssertNear(expected, new CategoricalCase(2).KlOldToNew([0, 0], [0, log3]));
        AssertNear(expected, new BernoulliCase(1).KlOldToNew([0], [log3]));
        AssertNear(expected, new MultiCategoricalCase(1, 2).KlOldToNew([7, 0, 0], [-7, 0, log3]));

        // KL(N(0, 1), N(1, 2^2)) = log 2 + (1 + 1) / 8 - 1/2; the other way round -log 2 + 5/2 - 1/2.
        AssertNear(Math.Log(2) - 0.25, new DiagonalGaussianCase(1).KlOldToNew([0, 0], [1, Math.Log(2)]));
        AssertNear(2 - Math.Log(2), new DiagonalGaussianCase(1).KlOldToNew([1, Math.Log(2)], [0, 0]));

        static void AssertNear(double expected, double actual) =>
            RoundingBound.Assert(expected, actual, 16, 2, "divergence");
    }

    [Fact]
    public void Entropy_of_known_distributions()
    {
        for (int categories = 1; categories <= 9; categories++)
        {
            var distribution = new CategoricalCase(categories);
            RoundingBound.Assert(
                Math.Log(categories), distribution.Entropy(new double[categories]), 4, 3, "uniform");
        }

        // log(2 pi e) / 2 = 1.4189385332046727417...
        RoundingBound.Assert(
            1.4189385332046727, new DiagonalGaussianCase(1).Entropy([5, 0]), 4, 1, "standard normal");
        RoundingBound.Assert(Math.Log(2), new BernoulliCase(1).Entropy([0]), 4, 1, "fair coin");
    }

    [Fact]
    public void A_term_of_relative_entropy_is_accurate_relative_to_itself()
    {
        // For p = 1, q = e^x the term is e^x - 1 - x.
        for (double magnitude = 0.999; magnitude > 1e-12; magnitude *= 0.83)
        {
            Check(FixedPointSeries.ExpMinusOneMinusArgument(magnitude), magnitude);
            Check(FixedPointSeries.ExpMinusOneMinusArgument(-magnitude), -magnitude);
        }

        for (double magnitude = 1; magnitude < 700; magnitude *= 1.1)
        {
            Check(Math.Exp(magnitude) - 1 - magnitude, magnitude);
            Check(Math.Exp(-magnitude) - 1 + magnitude, -magnitude);
        }

        // 5u, an ulp of q (2u) taken four times, and the reference: an ulp of its exponential taken four
        // times.
        static void Check(double expected, double x) =>
            RoundingBound.AssertRelative(
                expected, DistributionCases.RelativeEntropyTerm(1, Math.Exp(x), x), 5 + 8 + 8, $"x = {x:R}");
    }
}
