using System;

namespace TrpoGpu.Theory;

/// <summary>
/// How often a policy visits each state, discounted and not normalised: rho(s) = sum_t gamma^t P(s_t = s),
/// which sums to 1 / (1 - gamma). Schulman et al. 2015, section 2.
/// </summary>
public sealed class Visitation
{
    private readonly double[] weights;

    /// <summary>Solves (I - gamma P_pi)' rho = rho_0: the equation of the values, transposed.</summary>
    public Visitation(FiniteMdp mdp, TabularPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(mdp);
        mdp.RequireShape(policy);
        weights = mdp.Start.ToArray();
        LinearSystem.SolveInPlace(LinearSystem.Transpose(mdp.BellmanMatrix(policy)), weights);
    }

    /// <summary>rho(s).</summary>
    public double this[int state] => weights[state];
}
