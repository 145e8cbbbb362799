using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Theory;

public sealed class ExactValuesTests
{
    [Fact]
    public void Values_leave_residuals_of_a_few_roundings_in_the_equation_they_solve() => RandomMdp.ForAll(random =>
    {
        var mdp = random.Mdp;
        var values = new PolicyValues(mdp, random.AnyPolicy());
        for (int s = 0; s < mdp.States; s++)
        {
            var right = Enumerable.Range(0, mdp.Actions).Sum(a => values.Policy[s, a] * values.ActionValue(s, a));
            RoundingBound.Assert(
                right, values.Value(s), SolveRounding.Roundings(mdp), SolveRounding.LargestValue(mdp), "V");
        }
    });

    [Fact]
    public void Visitations_leave_residuals_of_a_few_roundings_and_sum_to_the_horizon() => RandomMdp.ForAll(random =>
    {
        var mdp = random.Mdp;
        var policy = random.AnyPolicy();
        var visitation = new Visitation(mdp, policy);
        double residual = 0, sum = 0;
        for (int next = 0; next < mdp.States; next++)
        {
            var arriving = mdp.Start[next];
            for (int s = 0; s < mdp.States; s++)
            {
                for (int a = 0; a < mdp.Actions; a++)
                {
                    arriving += mdp.Discount * visitation[s] * policy[s, a] * mdp.NextStates(s, a)[next];
                }
            }

            Assert.True(visitation[next] >= 0);
            residual += Math.Abs(arriving - visitation[next]);
            sum += visitation[next];
        }

        RoundingBound.Assert(0, residual, SolveRounding.Roundings(mdp), mdp.Horizon, "sum of residuals of rho");
        RoundingBound.Assert(mdp.Horizon, sum, SolveRounding.Roundings(mdp), mdp.Horizon * mdp.Horizon, "sum of rho");
    });

    [Fact]
    public void The_return_is_the_reward_collected_where_the_policy_goes() => RandomMdp.ForAll(random =>
    {
        var mdp = random.Mdp;
        var values = new PolicyValues(mdp, random.AnyPolicy());
        var visitation = new Visitation(mdp, values.Policy);
        double collected = 0;
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                collected += visitation[s] * values.Policy[s, a] * mdp.Reward(s, a);
            }

            Assert.InRange(
                Math.Abs(values.ExpectedAdvantage(s, values.Policy)), 0, 2 * SolveRounding.OfValue(mdp));
        }

        Tolerance.AssertAbsolute([values.Return], [collected], SolveRounding.OfObjective(mdp), "eta");
    });

    [Fact]
    public void The_gain_of_a_policy_is_the_old_advantage_where_the_new_one_goes() => RandomMdp.ForAll(random =>
    {
        var mdp = random.Mdp;
        var old = new PolicyValues(mdp, random.AnyPolicy());
        var fresh = new PolicyValues(mdp, random.Near(old.Policy));
        Tolerance.AssertAbsolute(
            [fresh.Return - old.Return], [PerformanceDifference.Of(old, fresh.Policy)],
            SolveRounding.OfObjective(mdp), "performance difference");
    });

    // Stay with reward 1, or leave with reward 5 for a state that pays 0.5 for ever: V = (1 - p + 5 p +
    // ...) by hand.
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Two_states_have_the_values_that_paper_and_pencil_give(double discount)
    {
        const double leave = 0.25;
        var mdp = new FiniteMdp(
            new double[,,] { { { 1, 0 }, { 0, 1 } }, { { 0, 1 }, { 0, 1 } } },
            new double[,] { { 1, 5 }, { 0.5, 0.5 } }, [1, 0], discount);
        var values = new PolicyValues(mdp, new TabularPolicy(new[,] { { 1 - leave, leave }, { 0.5, 0.5 } }));
        var visitation = new Visitation(mdp, values.Policy);

        var end = 0.5 / (1 - discount);
        var first = (1 - leave + (leave * (5 + (discount * end)))) / (1 - (discount * (1 - leave)));
        var stay = 1 / (1 - (discount * (1 - leave)));
        var allowed = SolveRounding.OfValue(mdp);
        Tolerance.AssertAbsolute([end, first], [values.Value(1), values.Return], allowed, "V");
        Tolerance.AssertAbsolute(
            [1 + (discount * first) - first, 5 + (discount * end) - first],
            [values.Advantage(0, 0), values.Advantage(0, 1)], 2 * allowed, "A");
        Tolerance.AssertAbsolute(
            [stay, (1 / (1 - discount)) - stay], [visitation[0], visitation[1]],
            SolveRounding.Roundings(mdp) * Tolerance.DoubleU * mdp.Horizon * mdp.Horizon, "rho");
    }

    [Fact]
    public void What_is_no_process_or_no_policy_is_refused_by_name()
    {
        double[,,] transitions = { { { 1, 0 } }, { { 0, 1 } } };
        double[,] rewards = { { 0 }, { 0 } };
        FiniteMdp Create(double[] start, double discount) => new(transitions, rewards, start, discount);

        var mdp = Create([1, 0], 0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create([1, 0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create([1, 0], double.NaN));
        Assert.Contains("one a state: 2", Assert.Throws<ArgumentException>(() => Create([1], 0.5)).Message);
        Assert.Contains("sum to 0.9", Assert.Throws<ArgumentException>(() => Create([0.5, 0.4], 0.5)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Create([2, -1], 0.5)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Create([1, double.NaN], 0.5)).Message);
        Assert.Contains(
            "[2,1,2]", Assert.Throws<ArgumentException>(
                () => new FiniteMdp(new double[2, 2, 2], rewards, [1, 0], 0)).Message);
        Assert.Contains(
            "finite", Assert.Throws<ArgumentException>(
                () => new FiniteMdp(transitions, new[,] { { double.NaN }, { 0 } }, [1, 0], 0)).Message);
        Assert.Contains(
            "expected 2 and 1", Assert.Throws<ArgumentException>(
                () => new PolicyValues(mdp, TabularPolicy.Uniform(2, 2))).Message);
        Assert.Throws<ArgumentException>(() => new TabularPolicy(new[,] { { 0.5, 0.6 } }));
    }
}
