using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

/// <summary>
/// What is not a number, and what is not an action, shows as NaN and never as a plausible number.
/// </summary>
public class InvalidValueTests
{
    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void A_logit_that_is_not_a_number_makes_every_result_NaN(string name)
    {
        var distribution = DistributionCases.Get(name);
        var valid = DistributionCases.Parameters(distribution, 3);
        var action = distribution.Mode(valid);
        var noise = action.Select(_ => 0.5).ToArray();
        for (int column = 0; column < valid.Length; column++)
        {
            var invalid = (double[])valid.Clone();
            invalid[column] = double.NaN;
            AssertNaN(distribution.LogProbability(invalid, action));
            AssertNaN(distribution.Entropy(invalid));
            AssertNaN(distribution.KlOldToNew(invalid, valid));
            AssertNaN(distribution.KlOldToNew(valid, invalid));
            AssertNaN(distribution.KlOldToNew(invalid, invalid));
            AssertNaN(distribution.Gradient(invalid, action, 1)[column]);
            AssertNaN(distribution.Metric(invalid, valid, 1)[column]);
            AssertNaN(distribution.Metric(valid, invalid, 1)[column]);
            Assert.Equal(1, distribution.Mode(invalid).Count(double.IsNaN));
            Assert.Equal(1, distribution.Sample(invalid, noise).Count(double.IsNaN));
        }
    }

    [Fact]
    public void A_normal_parameter_that_is_not_a_number_makes_what_depends_on_it_NaN()
    {
        var distribution = new DiagonalGaussianCase(2);
        double[] valid = [1, 2, 0.5, -0.5];
        double[] action = [0, 0];
        for (int column = 0; column < valid.Length; column++)
        {
            var invalid = (double[])valid.Clone();
            invalid[column] = double.NaN;
            AssertNaN(distribution.LogProbability(invalid, action));
            AssertNaN(distribution.KlOldToNew(invalid, valid));
            AssertNaN(distribution.KlOldToNew(valid, invalid));
            AssertNaN(distribution.KlOldToNew(invalid, invalid));
            AssertNaN(distribution.Gradient(invalid, action, 1)[column % 2]);
            AssertNaN(distribution.Gradient(invalid, action, 1)[2 + (column % 2)]);
            AssertNaN(distribution.Sample(invalid, [0.5, 0.5])[column % 2]);
            AssertNaN(distribution.Metric(valid, invalid, 1)[column]);
            Assert.Equal(column >= 2, double.IsNaN(distribution.Entropy(invalid)));
            Assert.Equal(column >= 2, double.IsNaN(distribution.Metric(invalid, valid, 1)[column % 2]));
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void A_column_that_is_no_action_has_no_log_probability(string name)
    {
        var distribution = DistributionCases.Get(name);
        var choices = ((IDiscreteCase)distribution).Choices;
        var parameters = DistributionCases.Parameters(distribution, 4);
        for (int column = 0; column < choices.Count; column++)
        {
            int count = choices[column];
            double[] wrong = [-1, count, 0.5, count - 0.5, 1e9, double.NaN, double.PositiveInfinity];
            foreach (double value in wrong)
            {
                var action = new double[choices.Count];
                action[column] = value;
                AssertNaN(distribution.LogProbability(parameters, action));
                Assert.Contains(distribution.Gradient(parameters, action, 1), double.IsNaN);
            }
        }
    }

    [Fact]
    public void A_normal_action_that_is_not_a_number_has_no_log_probability()
    {
        AssertNaN(new DiagonalGaussianCase(2).LogProbability([0, 0, 0, 0], [1, double.NaN]));
        AssertNaN(new DiagonalGaussianCase(2).Gradient([0, 0, 0, 0], [1, double.NaN], 1)[3]);
    }

    [Fact]
    public void A_row_without_a_possible_action_has_no_distribution()
    {
        const double Masked = double.NegativeInfinity;
        var distribution = new CategoricalCase(2);
        double[] masked = [Masked, Masked];
        AssertNaN(distribution.LogProbability(masked, [0]));
        AssertNaN(distribution.Entropy(masked));
        AssertNaN(distribution.KlOldToNew(masked, masked));
        AssertNaN(distribution.Mode(masked)[0]);
        AssertNaN(distribution.Sample(masked, [0.5])[0]);
    }

    private static void AssertNaN(double value) => Assert.True(double.IsNaN(value), $"{value:R}");
}
