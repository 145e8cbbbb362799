using System;
using System.Linq;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>The search on functions whose first acceptable fraction is known.</summary>
public sealed class BacktrackingLineSearchTests
{
    private static readonly LineSearchOptions Options = new(MaxKl: 0.01, BacktrackRatio: 0.5, MaxBacktracks: 9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Takes_the_first_fraction_inside_the_trust_region(int accepted)
    {
        // KL = c f^2 with the bound met exactly at fraction 2^-accepted.
        double scale = 0.01 * Math.Pow(4, accepted);
        var result = BacktrackingLineSearch.Search(f => new SurrogateTerms(-f, scale * f * f, 1, f), 0, 1, Options);
        Assert.Equal(Rejection.None, result.Rejection);
        Assert.Equal(accepted, result.Backtracks);
        Assert.Equal(Math.Pow(0.5, accepted), result.StepFraction);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void Takes_the_first_fraction_that_improves(int accepted)
    {
        double zeroAt = Math.Pow(0.5, accepted) * 1.5;
        var result = BacktrackingLineSearch.Search(
            f => new SurrogateTerms(f * (f - zeroAt), 0, 1, f), 0, zeroAt, Options);
        Assert.Equal(Rejection.None, result.Rejection);
        Assert.Equal(accepted, result.Backtracks);
    }

    [Fact]
    public void The_trials_are_powers_of_the_ratio_and_stop_at_the_limit()
    {
        var fractions = new System.Collections.Generic.List<double>();
        var result = BacktrackingLineSearch.Search(
            f =>
            {
                fractions.Add(f);
                return new SurrogateTerms(-f, 1, 1, f);
            }, 0, 1, Options);
        Assert.Equal(Enumerable.Range(0, 10).Select(k => Math.Pow(0.5, k)), fractions);
        Assert.Equal(Rejection.KlExceeded, result.Rejection);
        Assert.Equal(9, result.Backtracks);
    }

    [Theory]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(double.NegativeInfinity, 0, 0)]
    [InlineData(double.PositiveInfinity, 0, 0)]
    [InlineData(-1, double.NaN, 0)]
    [InlineData(-1, double.NegativeInfinity, 0)]
    [InlineData(-1, double.PositiveInfinity, 0)]
    [InlineData(-1, 0, double.NaN)]
    [InlineData(-1, 0, double.PositiveInfinity)]
    [InlineData(-1, -1e-3, 0)]
    public void Nothing_non_finite_passes(double loss, double kl, double logRatio)
    {
        for (int bad = 0; bad < 10; bad++)
        {
            int trials = 0;
            var result = BacktrackingLineSearch.Search(
                f => trials++ <= bad ? new SurrogateTerms(loss, kl, 1, logRatio) : new SurrogateTerms(-f, 0, 1, f),
                0, 1, Options);
            Assert.Equal(bad < 9 ? Rejection.None : Rejection.NonFinite, result.Rejection);
            Assert.Equal(Math.Min(bad + 1, 9), result.Backtracks);
        }
    }

    [Fact]
    public void No_improvement_is_said_when_the_loss_rises_and_when_it_stays()
    {
        Assert.Equal(Rejection.NoImprovement,
            BacktrackingLineSearch.Search(f => new SurrogateTerms(f, 0, 1, f), 0, 1, Options).Rejection);
        Assert.Equal(Rejection.NoImprovement,
            BacktrackingLineSearch.Search(f => new SurrogateTerms(0, 0, 1, f), 0, 1, Options).Rejection);
    }

    [Fact]
    public void The_accept_ratio_asks_for_its_share_of_the_prediction_for_the_fraction_tried()
    {
        // Half of what is predicted, at every fraction.
        var terms = (double f) => new SurrogateTerms(-0.5 * f, 0, 1, f);
        Assert.Equal(Rejection.None,
            BacktrackingLineSearch.Search(f => terms(f), 0, 1, Options with { AcceptRatio = 0.5 }).Rejection);
        Assert.Equal(Rejection.NoImprovement,
            BacktrackingLineSearch.Search(f => terms(f), 0, 1, Options with { AcceptRatio = 0.51 }).Rejection);
    }

    [Fact]
    public void Slack_widens_the_trust_region_by_its_factor()
    {
        var result = (double kl) => BacktrackingLineSearch.Search(
            f => new SurrogateTerms(-f, kl, 1, f), 0, 1, Options with { KlSlack = 1.5, MaxBacktracks = 0 }).Rejection;
        Assert.Equal(Rejection.None, result(0.015));
        Assert.Equal(Rejection.KlExceeded, result(0.0151));
    }
}
