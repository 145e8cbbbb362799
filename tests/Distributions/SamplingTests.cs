using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

public class SamplingTests
{
    private const double Smallest = 1e-300;
    private static readonly double Largest = Math.BitDecrement(1.0);

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void A_draw_inverts_the_cumulative_distribution(string name)
    {
        const int Grid = 200;
        var distribution = DistributionCases.Get(name);
        var choices = ((IDiscreteCase)distribution).Choices;
        var parameters = DistributionCases.Parameters(distribution, 5);
        var outcomes = distribution.Expectation(parameters).ToArray();
        for (int column = 0; column < choices.Count; column++)
        {
            double[] marginal = [.. Enumerable.Range(0, choices[column])
                .Select(value => outcomes.Where(o => o.Action[column] == value).Sum(o => o.Weight))];
            double rounding = (outcomes.Length + 16) * RoundingBound.UnitRoundoff;
            int[] counts = new int[choices[column]];
            for (int k = 0; k < Grid; k++)
            {
                double uniform = (k + 0.5) / Grid;
                var noise = Enumerable.Range(0, choices.Count).Select(c => ((c + 1.0) * 0.37) % 1).ToArray();
                noise[column] = uniform;
                var action = distribution.Sample(parameters, noise);
                Assert.Equal(action, distribution.Sample(parameters, noise));

                int drawn = (int)action[column];
                Assert.Equal(drawn, action[column]);
                double begin = marginal.Take(drawn).Sum();
                Assert.InRange(uniform, begin - rounding, begin + marginal[drawn] + rounding);
                counts[drawn]++;
            }

            for (int value = 0; value < counts.Length; value++)
            {
                Assert.InRange(counts[value], (marginal[value] * Grid) - 1, (marginal[value] * Grid) + 1);
            }
        }
    }

    [Fact]
    public void The_ends_of_the_unit_interval_draw_the_first_and_the_last_category()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            int categories = 1 + (seed % 9);
            var distribution = new CategoricalCase(categories);
            var parameters = DistributionCases.Parameters(distribution, seed);
            Assert.Equal(0.0, distribution.Sample(parameters, [Smallest])[0]);
            Assert.Equal(categories - 1, distribution.Sample(parameters, [Largest])[0]);
        }

        Assert.Equal([0.0, 0.0], new BernoulliCase(2).Sample([3, -3], [Smallest, Smallest]));
        Assert.Equal([1.0, 1.0], new BernoulliCase(2).Sample([3, -3], [Largest, Largest]));
    }

    [Fact]
    public void A_masked_category_is_never_drawn()
    {
        const double Masked = double.NegativeInfinity;
        var distribution = new CategoricalCase(5);
        double[] noises = [0, Smallest, 0.2, 0.5, 0.8, Largest, 1];
        foreach (double noise in noises)
        {
            Assert.Equal(2.0, distribution.Sample([Masked, Masked, -40, Masked, Masked], [noise])[0]);
            Assert.Contains(
                distribution.Sample([Masked, 1, Masked, -1, Masked], [noise])[0], new[] { 1.0, 3.0 });
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void The_mode_is_the_most_probable_action(string name)
    {
        var distribution = DistributionCases.Get(name);
        for (int seed = 0; seed < 10; seed++)
        {
            var parameters = DistributionCases.Parameters(distribution, seed);
            Assert.Equal(
                distribution.Expectation(parameters).MaxBy(o => o.Weight).Action,
                distribution.Mode(parameters));
        }
    }

    [Theory]
    [MemberData(nameof(DistributionCases.DiscreteNames), MemberType = typeof(DistributionCases))]
    public void Of_equally_probable_actions_the_mode_is_the_first(string name)
    {
        var distribution = DistributionCases.Get(name);
        var mode = distribution.Mode(new double[distribution.Size.Parameters]);
        Assert.All(mode, value => Assert.Equal(0.0, value));
    }

    [Fact]
    public void Of_two_largest_logits_the_mode_is_the_first() =>
        Assert.Equal([1.0], new CategoricalCase(4).Mode([1, 2, 2, -1]));

    [Fact]
    public void A_normal_draw_is_the_mean_and_deviations_of_noise()
    {
        for (int d = 1; d <= 5; d++)
        {
            var distribution = new DiagonalGaussianCase(d);
            var parameters = DistributionCases.Parameters(distribution, d);
            var noise = Enumerable.Range(0, d).Select(j => j - 1.75).ToArray();
            var action = distribution.Sample(parameters, noise);
            for (int j = 0; j < d; j++)
            {
                double spread = Math.Exp(parameters[d + j]) * noise[j];
                RoundingBound.Assert(
                    parameters[j] + spread, action[j], 3, Math.Abs(parameters[j]) + Math.Abs(spread), "draw");
            }

            Assert.Equal(parameters.Take(d), distribution.Mode(parameters));
            Assert.Equal(parameters.Take(d), distribution.Sample(parameters, new double[d]));
        }
    }
}
