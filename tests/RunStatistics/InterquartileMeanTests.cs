using System;
using System.Linq;
using TrpoGpu.RunStatistics;
using Xunit;

namespace TrpoGpu.Tests.RunStatistics;

/// <summary>The mean of the middle half, by hand and by its properties.</summary>
public sealed class InterquartileMeanTests
{
    [Theory]
    [InlineData(7, "7")]
    [InlineData(1.5, "1 2")]
    [InlineData(2.25, "1 2 4.5")] // (0.25 * 1 + 2 + 0.25 * 4.5) / 1.5
    [InlineData(2.5, "4 1 3 2")]
    [InlineData(3, "1 2 3 4 5")]
    [InlineData(30, "0 30 20 40 1000")] // (0.75 * 20 + 30 + 0.75 * 40) / 2.5
    public void By_hand(double expected, string scores) =>
        Assert.Equal(expected, InterquartileMean.Of(Array.ConvertAll(scores.Split(' '), double.Parse)), 1e-12);

    [Fact]
    public void Where_four_divides_the_number_it_is_the_trimmed_mean()
    {
        double[] scores = [.. Enumerable.Range(0, 20).Select(k => Math.Sin(k * k))];
        Assert.Equal(scores.Order().Skip(5).Take(10).Average(), InterquartileMean.Of(scores), 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(10)]
    public void Four_copies_of_all_scores_change_nothing(int count)
    {
        // Of four times as many, whole scores are cut: the fractions must have been exact.
        double[] scores = [.. Enumerable.Range(0, count).Select(k => Math.Exp(Math.Cos(3 * k)))];
        double[] copies = [.. scores, .. scores, .. scores, .. scores];
        Assert.Equal(
            copies.Order().Skip(count).Take(2 * count).Average(), InterquartileMean.Of(scores), 1e-12);
    }

    [Fact]
    public void An_outlier_is_not_heard() => Assert.Equal(
        InterquartileMean.Of([1, 2, 3, 4]), InterquartileMean.Of([-1e9, 2, 3, 1e12]), 1e-12);

    [Fact]
    public void Without_scores_there_is_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InterquartileMean.Of([]));
}
