using System;

namespace TrpoGpu.Theory;

/// <summary>A policy by its table pi(a|s): one distribution over actions for each state. Immutable.</summary>
public sealed class TabularPolicy
{
    private readonly double[] probabilities;

    /// <summary>Copies and checks a table.</summary>
    /// <param name="probabilities">[state, action]; each row sums to 1, zeros are allowed.</param>
    public TabularPolicy(double[,] probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        States = probabilities.GetLength(0);
        Actions = probabilities.GetLength(1);
        this.probabilities = new double[probabilities.Length];
        Buffer.BlockCopy(probabilities, 0, this.probabilities, 0, probabilities.Length * sizeof(double));
        for (int s = 0; s < States; s++)
        {
            ProbabilityRow.Require(Row(s), $"TabularPolicy: actions of state {s}");
        }
    }

    /// <summary>How many states it covers.</summary>
    public int States { get; }

    /// <summary>How many actions each state has.</summary>
    public int Actions { get; }

    /// <summary>pi(a|s).</summary>
    public double this[int state, int action] => probabilities[(state * Actions) + action];

    /// <summary>pi(.|s).</summary>
    public ReadOnlySpan<double> Row(int state) => probabilities.AsSpan(state * Actions, Actions);

    /// <summary>The policy that takes all actions equally often.</summary>
    public static TabularPolicy Uniform(int states, int actions)
    {
        double[,] probabilities = new double[states, actions];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                probabilities[s, a] = 1.0 / actions;
            }
        }

        return new TabularPolicy(probabilities);
    }

    /// <summary>The policy that takes one action in each state.</summary>
    /// <param name="chosen">[state] the action taken.</param>
    /// <param name="actions">How many actions there are.</param>
    public static TabularPolicy Deterministic(ReadOnlySpan<int> chosen, int actions)
    {
        double[,] probabilities = new double[chosen.Length, actions];
        for (int s = 0; s < chosen.Length; s++)
        {
            probabilities[s, chosen[s]] = 1;
        }

        return new TabularPolicy(probabilities);
    }

    /// <summary>
    /// (1 - share) pi + share pi': at every step, independently, the other policy acts with that probability.
    /// </summary>
    /// <param name="other">pi'.</param>
    /// <param name="share">alpha, in [0, 1].</param>
    public TabularPolicy Mixture(TabularPolicy other, double share)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(share), share, "TabularPolicy.Mixture: expected a share in [0, 1].");
        }

        double[,] probabilities = new double[States, Actions];
        for (int s = 0; s < States; s++)
        {
            for (int a = 0; a < Actions; a++)
            {
                probabilities[s, a] = ((1 - share) * this[s, a]) + (share * other[s, a]);
            }
        }

        return new TabularPolicy(probabilities);
    }
}
