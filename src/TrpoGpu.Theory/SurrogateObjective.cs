namespace TrpoGpu.Theory;

/// <summary>
/// L of a new policy, to be maximised: the return if the new policy went where the old one goes. Schulman
/// et al. 2015, equation (3); the engine's SurrogateLoss is its sample, negated and without the constant.
/// </summary>
/// <remarks>
/// <code>
/// L_old(new) = eta(old) + sum_s rho_old(s) sum_a new(a|s) A_old(s,a)
/// </code>
/// At new = old, value and gradient are those of eta: equation (4). L is linear in the table of the new
/// policy, so its gradient there is the same everywhere.
/// </remarks>
public sealed class SurrogateObjective
{
    /// <summary>L around a policy.</summary>
    public SurrogateObjective(FiniteMdp mdp, TabularPolicy oldPolicy)
    {
        OldValues = new PolicyValues(mdp, oldPolicy);
        OldVisitation = new Visitation(mdp, oldPolicy);
    }

    /// <summary>V, Q, A and return of the old policy.</summary>
    public PolicyValues OldValues { get; }

    /// <summary>rho_old.</summary>
    public Visitation OldVisitation { get; }

    /// <summary>The old policy.</summary>
    public TabularPolicy OldPolicy => OldValues.Policy;

    /// <summary>The process.</summary>
    public FiniteMdp Mdp => OldValues.Mdp;

    /// <summary>L_old(new).</summary>
    public double Value(TabularPolicy newPolicy) => OldValues.Return + Gain(newPolicy);

    /// <summary>
    /// L_old(new) - eta(old): what one step's change of actions is worth, 0 for the old policy.
    /// </summary>
    public double Gain(TabularPolicy newPolicy)
    {
        double gain = 0;
        for (int s = 0; s < Mdp.States; s++)
        {
            gain += OldVisitation[s] * OldValues.ExpectedAdvantage(s, newPolicy);
        }

        return gain;
    }

    /// <summary>dL / d new(a|s) = rho_old(s) A_old(s,a).</summary>
    /// <remarks>
    /// d eta / d new(a|s) at the old policy is rho_old(s) Q_old(s,a). The two differ by a constant in each
    /// state, and along changes of a policy, which sum to 0 in each state, not at all.
    /// </remarks>
    public double Gradient(int state, int action) => OldVisitation[state] * OldValues.Advantage(state, action);

    /// <summary>
    /// The gradient in parameters: J' dL/dpi, with J the Jacobian of the table at the old parameters.
    /// </summary>
    /// <param name="jacobian">[state * actions + action, parameter].</param>
    internal double[] Gradient(double[,] jacobian)
    {
        double[] gradient = new double[jacobian.GetLength(1)];
        for (int row = 0; row < jacobian.GetLength(0); row++)
        {
            double slope = Gradient(row / Mdp.Actions, row % Mdp.Actions);
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] += jacobian[row, k] * slope;
            }
        }

        return gradient;
    }
}
