using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.RunStatistics;
using Xunit;

namespace TrpoGpu.Tests.RunStatistics;

/// <summary>Resamples, bands, quantiles and the probability of improvement.</summary>
public sealed class BootstrapTests
{
    private static readonly double[] Scores = [.. Enumerable.Range(0, 10).Select(k => (double)k * k)];

    [Fact]
    public void Equal_scores_have_a_band_without_width() =>
        Assert.Equal((3.0, 3.0), new Bootstrap(4).Band([3, 3, 3, 3], InterquartileMean.OfSorted));

    [Fact]
    public void The_same_scores_give_the_same_bits_and_other_strata_other_ones()
    {
        (double, double) band = new Bootstrap(10).Band(Scores, InterquartileMean.OfSorted);
        Assert.Equal(band, new Bootstrap(10).Band(Scores, InterquartileMean.OfSorted));
        Assert.NotEqual(band, new Bootstrap(10, stratum: 1).Band(Scores, InterquartileMean.OfSorted));
    }

    [Fact]
    public void A_resample_is_sorted_and_every_score_is_drawn_alike()
    {
        Bootstrap bootstrap = new(Scores.Length);
        double[] picked = new double[Scores.Length];
        Dictionary<double, int> counts = [];
        for (int sample = 0; sample < Bootstrap.Resamples; sample++)
        {
            bootstrap.Pick(sample, Scores, picked);
            Assert.Equal(picked.Order(), picked);
            Array.ForEach(picked, score => counts[score] = counts.GetValueOrDefault(score) + 1);
        }

        // Each of 20,000 draws is one score in ten: 2,000 with a deviation of 42; five of those are allowed.
        Assert.Equal(Scores.Length, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 2000 - 212, 2000 + 212));
    }

    [Fact]
    public void The_band_of_a_mean_is_that_of_the_central_limit()
    {
        double[] scores = [.. Enumerable.Range(0, 100).Select(k => (double)k)];
        (double low, double high) = new Bootstrap(100).Band(scores, Mean);

        // The mean of a resample has the deviation of the scores over ten, 2.887, and its ends lie 1.96 of them off;
        // quantiles of 2,000 resamples are known to some 0.06 of a deviation, and five of those are allowed.
        double deviation = Math.Sqrt(scores.Average(score => Math.Pow(score - 49.5, 2))) / 10;
        Assert.Equal(49.5 - (1.96 * deviation), low, 0.3 * deviation);
        Assert.Equal(49.5 + (1.96 * deviation), high, 0.3 * deviation);
    }

    [Fact]
    public void Of_one_score_there_is_no_other_sample() =>
        Assert.Equal((7.0, 7.0), new Bootstrap(1).Band([7], InterquartileMean.OfSorted));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 3)]
    [InlineData(0.625, 3.5)]
    [InlineData(1, 5)]
    public void A_quantile_lies_between_its_neighbours(double share, double expected) =>
        Assert.Equal(expected, Quantile.OfSorted([1, 2, 3, 4, 5], share), 1e-12);

    [Fact]
    public void A_median_may_be_infinite_and_is_never_no_number()
    {
        double never = double.PositiveInfinity;
        Assert.Equal(2, Quantile.Median([never, 1, 2]));
        Assert.Equal(never, Quantile.Median([never, 1]));
        Assert.Equal(never, Quantile.Median([never, never]));
    }

    [Fact]
    public void A_method_that_always_wins_wins_surely_and_its_equal_half_the_time()
    {
        Assert.Equal((1.0, 1.0, 1.0), ProbabilityOfImprovement.Over([([4, 5], [1, 2, 3])]));
        Assert.Equal((0.5, 0.5, 0.5), ProbabilityOfImprovement.Over([([7, 7], [7, 7, 7])]));

        // 5 of 6 pairs in one task, 0 of 1 in the other.
        (double mean, double low, double high) = ProbabilityOfImprovement.Over([([2, 5], [1, 1, 3]), ([1], [2])]);
        Assert.Equal(5 / 12.0, mean, 1e-12);
        Assert.InRange(low, 0, mean);
        Assert.InRange(high, mean, 0.5);
    }

    private static double Mean(ReadOnlySpan<double> scores)
    {
        double sum = 0;
        foreach (double score in scores)
        {
            sum += score;
        }

        return sum / scores.Length;
    }
}
