using System;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Theory;

public sealed class PolicyIterationTests
{
    private const int Iterations = 4;

    [Fact]
    public void Conservative_policy_iteration_gains_what_it_guarantees() => RandomMdp.ForAll(random =>
    {
        var policy = random.AnyPolicy();
        for (int k = 0; k < Iterations; k++)
        {
            var bound = ConservativePolicyIteration.TowardsGreedy(random.Mdp, policy);
            var next = ConservativePolicyIteration.Improve(random.Mdp, policy);
            var gain = Gain(random.Mdp, policy, next);
            var rounding = 2 * SolveRounding.OfObjective(random.Mdp);
            var guaranteed = bound.GuaranteedGain(bound.BestShare);
            Assert.True(guaranteed >= 0 && gain >= guaranteed - rounding, $"{k}: {gain:R} of {guaranteed:R}");
            foreach (var other in random.Numbers(3, 0, 1))
            {
                Assert.True(bound.GuaranteedGain(other) <= guaranteed + rounding);
            }

            policy = next;
        }
    });

    [Fact]
    public void Policy_iteration_with_the_bound_never_makes_the_return_worse()
    {
        int improved = 0;
        RandomMdp.ForAll(random =>
        {
            var policy = random.AnyPolicy();
            var rounding = 2 * SolveRounding.OfObjective(random.Mdp);
            for (int k = 0; k < Iterations; k++)
            {
                var minorant = new SurrogateMinorant(random.Mdp, policy);
                var next = PolicyIterationWithBound.Improve(minorant);
                var sure = minorant.Gain(next) - minorant.Gain(policy);
                var gain = Gain(random.Mdp, policy, next);
                Assert.True(sure >= -Rounding(minorant, next), $"{k}: the minorant fell by {-sure:E2}");
                Assert.True(gain >= sure - rounding, $"{k}: gained {gain:R}, sure was {sure:R}");
                improved += k == 0 && gain > rounding ? 1 : 0;
                policy = next;
            }
        });

        // The others began at a policy that is optimal or deterministic.
        Assert.InRange(improved, RandomMdp.Count / 2, RandomMdp.Count);
    }

    // M is concave, so where no short step in any direction raises it, no policy does.
    [Fact]
    public void Its_step_is_the_maximum_of_the_minorant_over_all_policies()
    {
        int moved = 0;
        RandomMdp.ForAll(random =>
        {
            var minorant = new SurrogateMinorant(random.Mdp, random.AnyPolicy());
            var surrogate = minorant.Surrogate;
            var radius = PolicyIterationWithBound.BestRadius(minorant);
            var best = PolicyIterationWithBound.Improve(minorant);
            var elsewhere = radius is > 0 and < double.PositiveInfinity ? radius : 1e-3;
            foreach (var other in (TabularPolicy[])
                [
                    surrogate.OldPolicy, random.AnyPolicy(), random.FullPolicy(),
                    ConservativePolicyIteration.Greedy(surrogate.OldValues),
                    PolicyIterationWithBound.MaximizeWithin(surrogate, elsewhere * 1.1),
                    PolicyIterationWithBound.MaximizeWithin(surrogate, elsewhere / 1.1),
                ])
            {
                foreach (var share in (ReadOnlySpan<double>)[1, 0.1, 1e-3])
                {
                    var policy = best.Mixture(other, share);
                    var more = minorant.Gain(policy) - minorant.Gain(best);
                    Assert.True(
                        !(more > Rounding(minorant, best) + Rounding(minorant, policy)),
                        $"A policy is better by {more:E2} of {minorant.Gain(best):E2}, radius {radius:E2}.");
                }
            }

            moved += radius > 0 ? 1 : 0;
        });
        Assert.InRange(moved, RandomMdp.Count / 2, RandomMdp.Count);
    }

    [Fact]
    public void A_step_within_a_radius_uses_all_of_it_or_is_greedy() => RandomMdp.ForAll(random =>
    {
        var surrogate = new SurrogateObjective(random.Mdp, random.AnyPolicy());
        var radius = Math.Pow(10, random.Number(-12, 2));
        var policy = PolicyIterationWithBound.MaximizeWithin(surrogate, radius);
        var greedy = ConservativePolicyIteration.Greedy(surrogate.OldValues);
        var rounding = 4 * random.Actions * Tolerance.DoubleU * surrogate.OldValues.LargestAdvantage;
        for (int s = 0; s < random.States; s++)
        {
            var kl = Divergence.KlOldToNew(surrogate.OldPolicy.Row(s), policy.Row(s));
            var missed = surrogate.OldValues.ExpectedAdvantage(s, greedy) -
                surrogate.OldValues.ExpectedAdvantage(s, policy);

            // The root of a logarithm x is found within 4 u max(1, |x|), |x| < 1000, and KL goes with its
            // square at most; a probability that is rounded differs from the old one by u more or less.
            var slack = Tolerance.DoubleU * ((1e4 * radius) + (8 * Math.Sqrt(radius)));
            Assert.True(kl <= radius + slack, $"{kl:R} of {radius:R}");
            Assert.True(kl >= radius - slack || missed <= rounding, $"{kl:R} of {radius:R}");
        }

        // Every state gains, whatever the radius, so by the performance difference the return cannot fall.
        var gain = Gain(random.Mdp, surrogate.OldPolicy, policy);
        Assert.True(gain >= -2 * SolveRounding.OfObjective(random.Mdp), $"lost {-gain:E2}");
    });

    [Fact]
    public void From_gamma_of_one_fifth_on_it_never_leaves_a_deterministic_policy()
    {
        FiniteMdp Bandit(double discount) => new(
            new double[,,] { { { 1 }, { 1 } } }, new double[,] { { 0, 1 } }, [1], discount);

        var worse = TabularPolicy.Deterministic([0], actions: 2);
        var stuck = new SurrogateMinorant(Bandit(0.21), worse);
        Assert.Equal(0, PolicyIterationWithBound.BestRadius(stuck));
        Assert.Same(worse, PolicyIterationWithBound.Improve(stuck));

        // The slope 1/(1 - gamma) exp(-d) meets C = 4 gamma/(1 - gamma)^2 at d = log((1 - gamma)/(4 gamma)).
        var free = new SurrogateMinorant(Bandit(0.1), worse);
        Assert.Equal(Math.Log(0.9 / 0.4), PolicyIterationWithBound.BestRadius(free), 12);
        Assert.Equal(1 - (0.4 / 0.9), PolicyIterationWithBound.Improve(free)[0, 1], 12);
    }

    [Fact]
    public void Without_a_future_it_takes_the_best_action_at_once()
    {
        var mdp = new FiniteMdp(new double[,,] { { { 1 }, { 1 }, { 1 } } }, new double[,] { { 1, 3, 2 } }, [1], 0);
        var minorant = new SurrogateMinorant(mdp, TabularPolicy.Uniform(1, 3));
        Assert.Equal(double.PositiveInfinity, PolicyIterationWithBound.BestRadius(minorant));
        Assert.Equal([0.0, 1, 0], PolicyIterationWithBound.Improve(minorant).Row(0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PolicyIterationWithBound.MaximizeWithin(minorant.Surrogate, 0));
    }

    private static double Gain(FiniteMdp mdp, TabularPolicy old, TabularPolicy fresh) =>
        new PolicyValues(mdp, fresh).Return - new PolicyValues(mdp, old).Return;

    // Of M as a function of the policy alone, with advantages as they are: sums of rho times advantages, a
    // divergence, and the root of a logarithm (4 u max(1, |x|), |x| < 100) that KL follows with its square.
    private static double Rounding(SurrogateMinorant minorant, TabularPolicy policy)
    {
        var mdp = minorant.Surrogate.Mdp;
        var penalty = minorant.Bounds.KlPenalty(policy);
        var sums = SolveRounding.Roundings(mdp) * mdp.Horizon * minorant.Surrogate.OldValues.LargestAdvantage;
        return Tolerance.DoubleU * (sums + (1000 * (double.IsFinite(penalty) ? penalty : 0)));
    }
}
