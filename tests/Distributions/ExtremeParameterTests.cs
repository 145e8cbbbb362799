using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Distributions;

/// <summary>Nearly certain, masked and many actions; very narrow and wide densities.</summary>
public class ExtremeParameterTests
{
    private const double Masked = double.NegativeInfinity;

    [Fact]
    public void Nearly_certain_categories_keep_their_logarithms()
    {
        var distribution = new CategoricalCase(3);
        double[] old = [80, -80, 0];
        double[] current = [-80, 80, 0];
        AssertNear(0, distribution.LogProbability(old, [0]), 1);
        AssertNear(-160, distribution.LogProbability(old, [1]), 160);
        AssertNear(-80, distribution.LogProbability(old, [2]), 80);
        AssertNear(80 * Math.Exp(-80), distribution.Entropy(old), 2 * 80 * Math.Exp(-80));
        AssertNear(160, distribution.KlOldToNew(old, current), 160);
        Assert.Equal(0.0, distribution.KlOldToNew(old, [80, -80, 0]));
        Assert.All(distribution.Metric(old, [1, 1, -1], 1), m => Assert.InRange(Math.Abs(m), 0, 1e-33));
    }

    [Fact]
    public void Nearly_certain_switches_keep_their_logarithms()
    {
        var distribution = new BernoulliCase(1);
        double tail = Math.Exp(-80);
        AssertNear(-tail, distribution.LogProbability([80], [1]), tail);
        AssertNear(-80, distribution.LogProbability([80], [0]), 80);
        AssertNear(-80, distribution.LogProbability([-80], [1]), 80);
        AssertNear(81 * tail, distribution.Entropy([80]), 81 * tail);
        AssertNear(81 * tail, distribution.Entropy([-80]), 81 * tail);
        AssertNear(80, distribution.KlOldToNew([80], [-80]), 80);
        AssertNear(80, distribution.KlOldToNew([-80], [80]), 80);
        AssertNear(tail, distribution.Metric([80], [1], 1)[0], tail);
        AssertNear(tail, distribution.Gradient([80], [1], 1)[0], tail);
        AssertNear(-tail, distribution.Gradient([-80], [0], 1)[0], tail);

        // From 80 to 81 the divergence is e^-80 (e^-1 - 1 + 1), the term of the rarer outcome.
        AssertNear(tail * Math.Exp(-1), distribution.KlOldToNew([80], [81]), tail);
    }

    [Fact]
    public void Narrow_and_wide_densities_keep_their_logarithms()
    {
        var distribution = new DiagonalGaussianCase(1);
        double halfLogTwoPi = Math.Log(2 * Math.PI) / 2;
        foreach (double s in new[] { -20.0, 2.0 })
        {
            double deviation = Math.Exp(s);
            AssertNear(-2 - s - halfLogTwoPi, distribution.LogProbability([0, s], [2 * deviation]), 24);
            AssertNear(s + 0.5 + halfLogTwoPi, distribution.Entropy([0, s]), 24);
            AssertNear(4.5, distribution.KlOldToNew([3 * deviation, s], [0, s]), 4.5);
            var metric = distribution.Metric([0, s], [1, 1], 1);
            double precision = 1 / (deviation * deviation);
            AssertNear(precision, metric[0], precision);
            Assert.Equal(2.0, metric[1]);
            var gradient = distribution.Gradient([0, s], [2 * deviation], 1);
            AssertNear(2 / deviation, gradient[0], 2 / deviation);
            AssertNear(3, gradient[1], 4);
        }

        AssertNear(22 - 0.5, distribution.KlOldToNew([0, -20], [0, 2]), 22);
        double widened = (Math.Exp(44) / 2) - 22 - 0.5;
        AssertNear(widened, distribution.KlOldToNew([0, 2], [0, -20]), widened);
    }

    [Fact]
    public void A_masked_category_is_as_if_it_were_not_there()
    {
        var masked = new CategoricalCase(5);
        var reduced = new CategoricalCase(3);
        double[] old = [Masked, 0.5, -1, Masked, 2];
        double[] current = [Masked, -0.25, 1, Masked, 0];
        double[] oldReduced = [0.5, -1, 2];
        double[] currentReduced = [-0.25, 1, 0];

        Assert.Equal(Masked, masked.LogProbability(old, [0]));
        Assert.Equal(Masked, masked.LogProbability(old, [3]));
        Assert.Equal(reduced.LogProbability(oldReduced, [2]), masked.LogProbability(old, [4]));
        Assert.Equal(reduced.Entropy(oldReduced), masked.Entropy(old));
        Assert.Equal(reduced.KlOldToNew(oldReduced, currentReduced), masked.KlOldToNew(old, current));
        Assert.Equal(0.0, masked.KlOldToNew(old, [.. old]));
        Assert.Equal(4.0, masked.Mode(old)[0]);

        var gradient = masked.Gradient(old, [4], 1);
        Assert.Equal(reduced.Gradient(oldReduced, [2], 1), new[] { gradient[1], gradient[2], gradient[4] });
        Assert.Equal((0.0, 0.0), (gradient[0], gradient[3]));
        var metric = masked.Metric(old, [9, 1, 2, 9, 4], 1);
        Assert.Equal(reduced.Metric(oldReduced, [1, 2, 4], 1), new[] { metric[1], metric[2], metric[4] });
        Assert.Equal((0.0, 0.0), (metric[0], metric[3]));
    }

    [Fact]
    public void Masking_what_was_possible_diverges_and_unmasking_does_not()
    {
        var distribution = new CategoricalCase(3);
        Assert.Equal(double.PositiveInfinity, distribution.KlOldToNew([0, 0, 0], [0, 0, Masked]));
        RoundingBound.Assert(
            Math.Log(1.5), distribution.KlOldToNew([0, 0, Masked], [0, 0, 0]), 16, 1, "unmasked");

        var coin = new BernoulliCase(1);
        Assert.Equal(double.PositiveInfinity, coin.KlOldToNew([0], [Masked]));
        Assert.Equal(double.PositiveInfinity, coin.KlOldToNew([Masked], [-Masked]));
        RoundingBound.Assert(Math.Log(2), coin.KlOldToNew([Masked], [0]), 16, 1, "unmasked");
        RoundingBound.Assert(Math.Log(2), coin.KlOldToNew([-Masked], [0]), 16, 1, "unmasked");
    }

    [Fact]
    public void A_switch_of_infinite_logit_is_certain()
    {
        var distribution = new BernoulliCase(2);
        double[] parameters = [Masked, -Masked];
        Assert.Equal(0.0, distribution.LogProbability(parameters, [0, 1]));
        Assert.Equal(Masked, distribution.LogProbability(parameters, [1, 1]));
        Assert.Equal(0.0, distribution.Entropy(parameters));
        Assert.Equal(0.0, distribution.KlOldToNew(parameters, [.. parameters]));
        Assert.Equal([0.0, 1.0], distribution.Mode(parameters));
        Assert.Equal([0.0, 1.0], distribution.Sample(parameters, [0.5, 0.5]));
        Assert.Equal([0.0, 0.0], distribution.Metric(parameters, [1, 1], 1));
        Assert.All(distribution.Gradient(parameters, [0, 1], 1), g => Assert.Equal(0.0, Math.Abs(g)));
    }

    [Fact]
    public void A_multi_categorical_is_the_product_of_its_branches()
    {
        // Sixteen branches, no two neighbours alike, one of them the largest there may be.
        int[] categories = [3, 255, 1, 4, 17, 2, 128, 5, 6, 1, 7, 31, 8, 9, 2, 254];
        var distribution = new MultiCategoricalCase(categories);
        var old = DistributionCases.Parameters(distribution, 1);
        var current = DistributionCases.Parameters(distribution, 2);
        var noise = Enumerable.Range(0, 16).Select(k => (k + 0.5) / 16).ToArray();
        var action = distribution.Sample(old, noise);
        var mode = distribution.Mode(old);
        var gradient = distribution.Gradient(old, action, 0.5);
        var metric = distribution.Metric(old, current, 0.5);

        double logProbability = 0;
        double entropy = 0;
        double divergence = 0;
        int first = 0;
        for (int branch = 0; branch < categories.Length; branch++)
        {
            var part = new CategoricalCase(categories[branch]);
            var columns = new Range(first, first + categories[branch]);
            Assert.Equal(part.Sample(old[columns], [noise[branch]])[0], action[branch]);
            Assert.Equal(part.Mode(old[columns])[0], mode[branch]);
            Assert.Equal(part.Gradient(old[columns], [action[branch]], 0.5), gradient[columns]);
            Assert.Equal(part.Metric(old[columns], current[columns], 0.5), metric[columns]);
            logProbability += part.LogProbability(old[columns], [action[branch]]);
            entropy += part.Entropy(old[columns]);
            divergence += part.KlOldToNew(old[columns], current[columns]);
            first += categories[branch];
        }

        Assert.Equal(logProbability, distribution.LogProbability(old, action));
        Assert.Equal(entropy, distribution.Entropy(old));
        Assert.Equal(divergence, distribution.KlOldToNew(old, current));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void Many_categories_still_sum_to_one(int categories)
    {
        var distribution = new CategoricalCase(categories);
        var parameters = DistributionCases.Parameters(distribution, categories);
        double sum = Enumerable.Range(0, categories)
            .Sum(i => Math.Exp(distribution.LogProbability(parameters, [i])));
        RoundingBound.Assert(1, sum, (2 * categories) + 16, 1, "sum");
        RoundingBound.Assert(
            0, distribution.Gradient(parameters, [3], 1).Sum(), (2 * categories) + 16, 2, "score");
    }

    private static void AssertNear(double expected, double actual, double magnitude) =>
        RoundingBound.Assert(expected, actual, 16, magnitude, $"{expected:R}");
}
