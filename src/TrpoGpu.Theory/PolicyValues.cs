using System;

namespace TrpoGpu.Theory;

/// <summary>
/// V, Q, A and the return of one policy, exactly: the solution of Bellman's linear equation, n^3/3
/// multiply-adds.
/// </summary>
/// <remarks>
/// <code>
/// V(s)    = sum_a pi(a|s) Q(s,a)                 (I - gamma P_pi) V = r_pi
/// Q(s,a)  = r(s,a) + gamma sum_s' P(s'|s,a) V(s')
/// A(s,a)  = Q(s,a) - V(s)                        so that sum_a pi(a|s) A(s,a) = 0
/// eta(pi) = sum_s rho_0(s) V(s)                  the expected discounted sum of rewards, to be maximised
/// </code>
/// Schulman et al. 2015, section 2.
/// </remarks>
public sealed class PolicyValues
{
    private readonly double[] values;
    private readonly double[] advantages;

    /// <summary>Evaluates a policy.</summary>
    public PolicyValues(FiniteMdp mdp, TabularPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(mdp);
        mdp.RequireShape(policy);
        Mdp = mdp;
        Policy = policy;
        values = new double[mdp.States];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                values[s] += policy[s, a] * mdp.Reward(s, a);
            }
        }

        LinearSystem.SolveInPlace(mdp.BellmanMatrix(policy), values);
        advantages = new double[mdp.States * mdp.Actions];
        for (int s = 0; s < mdp.States; s++)
        {
            Return += mdp.Start[s] * values[s];
            for (int a = 0; a < mdp.Actions; a++)
            {
                double advantage = ActionValue(s, a) - values[s];
                advantages[(s * mdp.Actions) + a] = advantage;
                LargestAdvantage = Math.Max(LargestAdvantage, Math.Abs(advantage));
            }
        }
    }

    /// <summary>The process.</summary>
    public FiniteMdp Mdp { get; }

    /// <summary>The policy evaluated.</summary>
    public TabularPolicy Policy { get; }

    /// <summary>eta(pi).</summary>
    public double Return { get; }

    /// <summary>
    /// max over all states and actions, taken or not, of |A(s,a)|: the epsilon of the divergence bounds.
    /// </summary>
    public double LargestAdvantage { get; }

    /// <summary>V(s).</summary>
    public double Value(int state) => values[state];

    /// <summary>Q(s,a).</summary>
    public double ActionValue(int state, int action)
    {
        ReadOnlySpan<double> next = Mdp.NextStates(state, action);
        double expected = 0;
        for (int s = 0; s < next.Length; s++)
        {
            expected += next[s] * values[s];
        }

        return Mdp.Reward(state, action) + (Mdp.Discount * expected);
    }

    /// <summary>A(s,a).</summary>
    public double Advantage(int state, int action) => advantages[(state * Mdp.Actions) + action];

    /// <summary>A(s,.).</summary>
    public ReadOnlySpan<double> Advantages(int state) => advantages.AsSpan(state * Mdp.Actions, Mdp.Actions);

    /// <summary>
    /// sum_a pi'(a|s) A(s,a): what another policy's next action gains over this policy's; 0 for this one.
    /// </summary>
    public double ExpectedAdvantage(int state, TabularPolicy other)
    {
        Mdp.RequireShape(other);
        double expected = 0;
        for (int a = 0; a < Mdp.Actions; a++)
        {
            expected += other[state, a] * Advantage(state, a);
        }

        return expected;
    }
}
