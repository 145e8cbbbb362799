using System;
using System.Linq;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Theory;

public sealed class GradientTests
{
    [Fact]
    public void The_surrogate_has_the_return_and_its_gradient_at_the_old_policy() => RandomMdp.ForAll(random =>
    {
        var surrogate = new SurrogateObjective(random.Mdp, random.FullPolicy());
        var change = new double[random.States, random.Actions];
        for (int s = 0; s < random.States; s++)
        {
            var row = random.Numbers(random.Actions, -1, 1);
            for (int a = 0; a < random.Actions; a++)
            {
                change[s, a] = row[a] - row.Average();
            }
        }

        double slope = 0;
        for (int k = 0; k < change.Length; k++)
        {
            slope += change[k / random.Actions, k % random.Actions] *
                surrogate.Gradient(k / random.Actions, k % random.Actions);
        }

        // The entries of a change are below 2: in a state they sum to twice the actions at most, a policy's
        // to 1.
        var rounding = 2 * random.Actions * SolveRounding.OfObjective(random.Mdp);
        Tolerance.AssertAbsolute(
            [ComplexReturn.Derivative(random.Mdp, surrogate.OldPolicy, change)], [slope], 2 * rounding, "slope");
        Assert.Equal(surrogate.OldValues.Return, surrogate.Value(surrogate.OldPolicy), rounding);
    });

    [Fact]
    public void Jacobians_are_the_derivatives_of_the_tables() => RandomMdp.ForAll(random =>
    {
        foreach (var (map, parameters) in Maps(random))
        {
            var jacobian = map.Jacobian(parameters);
            var direction = random.Numbers(parameters.Length, -1, 1);
            const double step = 1e-4;
            double[] At(double t) =>
                Table(map.Policy([.. parameters.Zip(direction, (value, d) => value + (t * step * d))]), random);

            // The fourth-order difference: what it leaves out is of the order of step^4, and rounding of u
            // / step.
            double[] far = [.. At(2).Zip(At(-2), (plus, minus) => plus - minus)];
            double[] near = [.. At(1).Zip(At(-1), (plus, minus) => plus - minus)];
            for (int row = 0; row < far.Length; row++)
            {
                var tangent = Enumerable.Range(0, parameters.Length).Sum(k => jacobian[row, k] * direction[k]);
                var difference = ((8 * near[row]) - far[row]) / (12 * step);
                Assert.InRange(Math.Abs(tangent - difference), 0, 100 * Tolerance.DoubleU / step);
            }
        }
    });

    [Fact]
    public void The_natural_gradient_changes_the_policy_alike_in_all_coordinates_and_the_plain_one_does_not()
    {
        int plainDiffer = 0, moving = 0;
        RandomMdp.ForAll(random =>
        {
            double[]? plain = null;
            var differs = false;
            var moves = false;
            foreach (var (map, parameters) in Maps(random))
            {
                var natural = new NaturalGradient(random.Mdp, map, parameters);
                var surrogate = natural.Surrogate;
                var change = natural.PolicyChange(natural.Direction);
                var allowed = Rounding(natural, map.Jacobian(parameters));
                for (int s = 0; s < random.States; s++)
                {
                    for (int a = 0; a < random.Actions && surrogate.OldVisitation[s] > 0; a++)
                    {
                        var expected = surrogate.OldPolicy[s, a] * surrogate.OldValues.Advantage(s, a) *
                            random.Mdp.Horizon;
                        Tolerance.AssertAbsolute([expected], [change[s, a]], allowed, $"{map.GetType().Name} {s},{a}");
                        moves |= Math.Abs(expected) > allowed;
                    }
                }

                Assert.Equal(Visited(surrogate) * (random.Actions - 1), natural.Rank);
                double[] unit = Unit(natural.PolicyChange(natural.Gradient));
                differs |= plain != null && Distance(plain, unit) > 0.01;
                plain ??= unit;
            }

            moving += moves ? 1 : 0;
            plainDiffer += moves && differs ? 1 : 0;
        });
        Assert.InRange(moving, RandomMdp.Count * 9 / 10, RandomMdp.Count);
        Assert.InRange(plainDiffer, moving * 95 / 100, moving);
    }

    [Fact]
    public void A_state_that_is_never_visited_may_move_with_the_coordinates()
    {
        // Both states stay where they are, and all episodes start in the first.
        var mdp = new FiniteMdp(
            new double[,,] { { { 1, 0 }, { 1, 0 } }, { { 0, 1 }, { 0, 1 } } },
            new double[,] { { 1, 0 }, { 0, 0 } }, [1, 0], 0.5);
        var softmax = new SoftmaxParameterization(2, 2);
        var mixing = new LinearReparameterization(
            softmax, new double[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 1, 0, 1, 0 }, { 0, 0, 0, 1 } });
        double[,] Change(PolicyParameterization map)
        {
            var natural = new NaturalGradient(mdp, map, [0, 0, 0, 0]);
            return natural.PolicyChange(natural.Direction);
        }

        // In the first state pi A / (1 - gamma) = 1/2 1/2 2.
        Assert.Equal(0.5, Change(softmax)[0, 0], 14);
        Assert.Equal(0.5, Change(mixing)[0, 0], 14);
        Assert.Equal(0, Change(softmax)[1, 0], 14);
        Assert.Equal(0.25, Change(mixing)[1, 0], 14);
    }

    [Fact]
    public void The_fisher_matrix_is_the_curvature_of_the_mean_kl() => RandomMdp.ForAll(random =>
    {
        var (map, parameters) = Maps(random)[0];
        var natural = new NaturalGradient(random.Mdp, map, parameters);
        var direction = random.Numbers(parameters.Length, -1, 1);
        const double step = 1e-3;
        double MeanKl(double t)
        {
            var moved = map.Policy([.. parameters.Zip(direction, (value, d) => value + (t * d))]);
            return Enumerable.Range(0, random.States).Sum(s => natural.Surrogate.OldVisitation[s] / random.Mdp.Horizon *
                Divergence.KlOldToNew(natural.Surrogate.OldPolicy.Row(s), moved.Row(s)));
        }

        double quadratic = 0;
        for (int k = 0; k < parameters.Length; k++)
        {
            for (int l = 0; l < parameters.Length; l++)
            {
                quadratic += direction[k] * natural.Fisher[k, l] * direction[l];
            }
        }

        // Odd orders cancel; the fourth derivative of log-sum-exp along a direction of entries below 1 is
        // below 2, over 12.
        Assert.Equal(quadratic, (MeanKl(step) + MeanKl(-step)) / (step * step), step * step);
    });

    // Softmax; softmax in coordinates that are sheared at random; softmax with the last logit of each state
    // at 0; weights.
    private static (PolicyParameterization Map, double[] Parameters)[] Maps(RandomMdp random)
    {
        int states = random.States, actions = random.Actions;
        var softmax = new SoftmaxParameterization(states, actions);
        double[] logits = random.Numbers(states * actions, -1, 1);
        double[] shear = random.Numbers(states * actions, -0.5, 0.5);
        var sheared = new double[logits.Length, logits.Length];
        var fewer = new double[logits.Length, states * (actions - 1)];
        var phi = new double[logits.Length];
        var relative = new double[states * (actions - 1)];
        for (int k = 0; k < logits.Length; k++)
        {
            // Unit lower triangular with one entry below the diagonal: theta[k] = scale (phi[k] + shear[k]
            // phi[k - 1]).
            var scale = k % 2 == 0 ? 2 : 0.5;
            sheared[k, k] = scale;
            phi[k] = (logits[k] / scale) - (k == 0 ? 0 : shear[k] * phi[k - 1]);
            if (k > 0)
            {
                sheared[k, k - 1] = scale * shear[k];
            }

            if (k % actions < actions - 1)
            {
                var column = (k / actions * (actions - 1)) + (k % actions);
                fewer[k, column] = 1;
                relative[column] = logits[k] - logits[(k / actions * actions) + actions - 1];
            }
        }

        return
        [
            (softmax, logits),
            (new LinearReparameterization(softmax, sheared), phi),
            (new LinearReparameterization(softmax, fewer), relative),
            (new WeightParameterization(states, actions), Array.ConvertAll(logits, Math.Exp)),
        ];
    }

    // Forming F and decomposing it errs by 32 u a parameter, of its largest eigenvalue, which a solve
    // amplifies by the condition number. The table's gradient errs as an objective does: J' carries that
    // into parameters, F^+ amplifies it by at most 1 / smallest eigenvalue, J carries it back. The largest
    // eigenvalue is at least the largest of the diagonal.
    private static double Rounding(NaturalGradient natural, double[,] jacobian)
    {
        var mdp = natural.Surrogate.Mdp;
        var size = Length(jacobian.Cast<double>());
        var length = Length(natural.Direction.ToArray());
        var largest = Enumerable.Range(0, natural.Gradient.Length).Max(k => natural.Fisher[k, k]);
        var solve = 64 * natural.Gradient.Length * Tolerance.DoubleU * natural.ConditionNumber * size * length;
        var gradient = size * size * SolveRounding.OfObjective(mdp) * natural.ConditionNumber / largest;
        return solve + gradient + (2 * SolveRounding.OfValue(mdp) * mdp.Horizon);
    }

    private static int Visited(SurrogateObjective surrogate) =>
        Enumerable.Range(0, surrogate.Mdp.States).Count(s => surrogate.OldVisitation[s] > 0);

    private static double[] Table(TabularPolicy policy, RandomMdp random) =>
        [.. Enumerable.Range(0, random.States).SelectMany(s => policy.Row(s).ToArray())];

    private static double[] Unit(double[,] change)
    {
        var length = Length(change.Cast<double>());
        return [.. change.Cast<double>().Select(value => length == 0 ? 0 : value / length)];
    }

    private static double Length(System.Collections.Generic.IEnumerable<double> values) =>
        Math.Sqrt(values.Sum(value => value * value));

    private static double Distance(double[] a, double[] b) => Length(a.Zip(b, (x, y) => x - y));
}
