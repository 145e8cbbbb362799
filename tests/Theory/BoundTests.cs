using System;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Theory;

/// <summary>No bound is violated by any process, and each would be if its penalty were left out.</summary>
public sealed class BoundTests
{
    // Of the processes, how many must refute the surrogate taken at its word: otherwise these tests could
    // not fail.
    private const int Refuting = RandomMdp.Count / 5;

    [Fact]
    public void A_mixture_is_worth_what_the_surrogate_says_within_its_bound()
    {
        int refuted = 0;
        RandomMdp.ForAll(random =>
        {
            var surrogate = new SurrogateObjective(random.Mdp, random.AnyPolicy());
            var bound = new MixtureBound(surrogate, random.AnyPolicy());
            var factor = 2 * random.Mdp.Discount * random.Mdp.Horizon * random.Mdp.Horizon;
            var isRefuted = false;
            foreach (var share in (ReadOnlySpan<double>)[1, 0.5, random.Number(0, 1), random.Number(0, 0.01)])
            {
                var over = Overestimate(surrogate, bound.Mixture(share));
                AssertAtMost(surrogate, Math.Abs(over), bound.SharpPenalty(share), factor * share * share);
                Assert.True(bound.SharpPenalty(share) <= bound.Penalty(share) * (1 + 1e-15));
                isRefuted |= over > SolveRounding.OfObjective(random.Mdp);
            }

            refuted += isRefuted ? 1 : 0;
        });
        Assert.InRange(refuted, Refuting, RandomMdp.Count);
    }

    [Fact]
    public void A_policy_is_worth_what_the_surrogate_says_within_the_total_variation_and_the_kl_bound()
    {
        int refuted = 0;
        RandomMdp.ForAll(random =>
        {
            var surrogate = new SurrogateObjective(random.Mdp, random.AnyPolicy());
            var bounds = new DivergenceBounds(surrogate);
            var factor = 4 * random.Mdp.Discount * random.Mdp.Horizon * random.Mdp.Horizon;
            var isRefuted = false;
            foreach (var policy in (TabularPolicy[])
                [random.Near(surrogate.OldPolicy), random.Near(surrogate.OldPolicy), random.AnyPolicy()])
            {
                var over = Overestimate(surrogate, policy);
                var kl = bounds.KlPenalty(policy);
                AssertAtMost(surrogate, Math.Abs(over), bounds.TotalVariationPenalty(policy), factor);
                AssertAtMost(surrogate, Math.Abs(over), kl, factor);
                AssertAtMost(surrogate, Math.Abs(over), kl / 2, factor);      // as Pinsker's inequality has it
                Assert.True(bounds.TotalVariationPenalty(policy) <= kl);
                isRefuted |= over > SolveRounding.OfObjective(random.Mdp);
            }

            refuted += isRefuted ? 1 : 0;
        });
        Assert.InRange(refuted, Refuting, RandomMdp.Count);
    }

    [Fact]
    public void Total_variation_squared_is_at_most_half_of_kl_in_every_state() => RandomMdp.ForAll(random =>
    {
        var old = random.AnyPolicy();
        var fresh = random.Near(old);
        for (int s = 0; s < random.States; s++)
        {
            var kl = Divergence.KlOldToNew(old.Row(s), fresh.Row(s));
            var distance = Divergence.TotalVariation(old.Row(s), fresh.Row(s));

            // Rows that sum to 1 within a few roundings are no nearer to the theorem than that.
            var rounding = 16 * random.Actions * Tolerance.DoubleU;
            Assert.True(2 * distance * distance <= kl + rounding, $"TV {distance:R}, KL {kl:R}");
            Assert.True(distance is >= 0 and <= 1 + 1e-15);
        }
    });

    [Fact]
    public void Kl_is_the_sum_of_its_definition() => RandomMdp.ForAll(random =>
    {
        var old = random.AnyPolicy();
        var fresh = random.Near(old);
        double expected = 0, magnitude = 1;
        for (int a = 0; a < random.Actions; a++)
        {
            var term = old[0, a] == 0 ? 0 : old[0, a] * Math.Log(old[0, a] / fresh[0, a]);
            expected += term;
            magnitude += Math.Abs(term);
        }

        var actual = Divergence.KlOldToNew(old.Row(0), fresh.Row(0));
        RoundingBound.Assert(expected, actual, 16 * random.Actions, magnitude, "KL");
    });

    [Theory]
    [InlineData(1e-1)]
    [InlineData(1e-5)]
    [InlineData(1e-9)]
    public void A_small_kl_keeps_its_relative_accuracy(double moved)
    {
        // -1/2 log(1 - 4 m^2) = 2 m^2 + 4 m^4 + 32/3 m^6 + ..., whose rest is below 8 (2m)^8 at m = 0.1.
        var square = 4 * moved * moved;
        var expected = (square / 2) + (square * square / 4) + (Math.Pow(square, 3) / 6) + (Math.Pow(square, 4) / 8);
        var rest = Math.Pow(square, 5) / 9;
        var kl = Divergence.KlOldToNew([0.5, 0.5], [0.5 - moved, 0.5 + moved]);
        Tolerance.AssertAbsolute([expected], [kl], rest + (expected * Tolerance.DoubleU * (8 + (4 / moved))), "KL");
        Assert.Equal(double.PositiveInfinity, Divergence.KlOldToNew([0.5, 0.5], [0, 1]));
        Assert.Equal(Math.Log(2), Divergence.KlOldToNew([0, 1], [0.5, 0.5]), 15);
    }

    [Fact]
    public void The_minorant_lies_below_the_return_and_touches_it_at_the_old_policy() => RandomMdp.ForAll(random =>
    {
        var minorant = new SurrogateMinorant(random.Mdp, random.AnyPolicy());
        var values = minorant.Surrogate.OldValues;
        var rounding = SolveRounding.OfObjective(random.Mdp);
        foreach (var policy in (TabularPolicy[])
            [random.Near(values.Policy), random.AnyPolicy(), ConservativePolicyIteration.Greedy(values)])
        {
            var penalty = minorant.Bounds.KlPenalty(policy);
            var factor = 4 * random.Mdp.Discount * random.Mdp.Horizon * random.Mdp.Horizon;
            Assert.True(
                minorant.Value(policy) <= new PolicyValues(random.Mdp, policy).Return + rounding +
                    SolveRounding.OfPenalty(random.Mdp, penalty, factor));
        }

        Tolerance.AssertAbsolute([values.Return], [minorant.Value(values.Policy)], rounding, "M at the old policy");
    });

    // L_old(new) - eta(new).
    private static double Overestimate(SurrogateObjective surrogate, TabularPolicy policy) =>
        surrogate.Value(policy) - new PolicyValues(surrogate.Mdp, policy).Return;

    private static void AssertAtMost(SurrogateObjective surrogate, double error, double penalty, double factor)
    {
        var rounding = SolveRounding.OfObjective(surrogate.Mdp) +
            (double.IsFinite(penalty) ? SolveRounding.OfPenalty(surrogate.Mdp, penalty, factor) : 0);
        Assert.True(error <= penalty + rounding, $"error {error:R}, penalty {penalty:R}, rounding {rounding:E1}");
    }
}
