using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// None of the bounds' constants can be lowered: a constant 1 % smaller fails on a process made for it.
/// </summary>
public sealed class TightExampleTests
{
    private const double OnePercentLess = 0.99;

    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(0.5, 1)]
    [InlineData(0.9, 0.001)]
    [InlineData(0.99, 0.3)]
    [InlineData(0.999, 0.01)]
    public void The_sharp_mixture_bound_is_met_exactly(double discount, double share)
    {
        var (bound, error) = Mixture(discount, share);
        Tolerance.AssertAbsolute(
            [bound.SharpPenalty(share)], [error], SolveRounding.OfObjective(TightExample.Mixture(discount).Mdp),
            "penalty");
        Assert.True(error > OnePercentLess * bound.SharpPenalty(share));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void The_simple_mixture_bound_is_met_in_the_limit_of_small_shares(double discount)
    {
        var share = 0.005 * (1 - discount);
        var (bound, error) = Mixture(discount, share);
        Assert.InRange(error, OnePercentLess * bound.Penalty(share), bound.Penalty(share));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void The_total_variation_bound_is_met_in_the_limit_of_small_changes(double discount)
    {
        var moved = 0.005 * (1 - discount);
        var example = TightExample.TotalVariation(discount, moved);
        var penalty = Bounds(example).TotalVariationPenalty(example.NewPolicy);
        Assert.Equal(moved, Divergence.LargestTotalVariation(example.OldPolicy, example.NewPolicy), 15);
        Assert.InRange(Error(example), OnePercentLess * penalty, penalty);
        Assert.Equal(1 + (discount * moved / (1 - discount)), penalty / Error(example), 6);
    }

    [Fact]
    public void The_kl_bound_with_half_its_constant_is_met_in_the_limit_of_small_changes_and_discounts()
    {
        var example = TightExample.Kl(discount: 1e-3, moved: 1e-2);
        var half = Bounds(example).KlPenalty(example.NewPolicy) / 2;
        Assert.InRange(Error(example), OnePercentLess * half, half);
    }

    private static (MixtureBound Bound, double Error) Mixture(double discount, double share)
    {
        var example = TightExample.Mixture(discount);
        var surrogate = new SurrogateObjective(example.Mdp, example.OldPolicy);
        var bound = new MixtureBound(surrogate, example.NewPolicy);
        var mixture = bound.Mixture(share);
        return (bound, surrogate.Value(mixture) - new PolicyValues(example.Mdp, mixture).Return);
    }

    private static DivergenceBounds Bounds(TightExample example) =>
        new(new SurrogateObjective(example.Mdp, example.OldPolicy));

    private static double Error(TightExample example) =>
        new SurrogateObjective(example.Mdp, example.OldPolicy).Value(example.NewPolicy) -
        new PolicyValues(example.Mdp, example.NewPolicy).Return;
}
