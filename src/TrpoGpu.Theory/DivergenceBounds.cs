using System;

namespace TrpoGpu.Theory;

/// <summary>
/// What any new policy is at least worth: the surrogate, less a multiple of how far it is from the old one.
/// Schulman et al. 2015, theorem 1 and equation (9).
/// </summary>
/// <remarks>
/// <code>
/// epsilon = max_(s,a) |A_old(s,a)|,   C = 4 epsilon gamma / (1 - gamma)^2
/// |eta(new) - L_old(new)| &lt;= C alpha^2,   alpha = max_s TV(old(.|s), new(.|s))
///                         &lt;= C max_s KL(old(.|s), new(.|s)),   for TV^2 &lt;= KL
/// </code>
/// Why: two distributions can be drawn together so that they differ with probability TV. Coupled like that,
/// both policies have taken the same actions before step t with probability at least (1 - alpha)^t; from
/// there it is the mixture bound, with 2 alpha epsilon for what the expected advantage of one step can be.
/// Pinsker's inequality, TV^2 &lt;= KL/2, would allow half of C in the second line; the papers' constant is
/// kept.
/// </remarks>
public sealed class DivergenceBounds
{
    /// <summary>The bounds around the surrogate's old policy.</summary>
    public DivergenceBounds(SurrogateObjective surrogate)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        Surrogate = surrogate;
        double horizon = surrogate.Mdp.Horizon;
        Coefficient = 4 * surrogate.OldValues.LargestAdvantage * surrogate.Mdp.Discount * horizon * horizon;
    }

    /// <summary>L_old.</summary>
    public SurrogateObjective Surrogate { get; }

    /// <summary>C = 4 epsilon gamma / (1 - gamma)^2, in units of return.</summary>
    public double Coefficient { get; }

    /// <summary>C max_s TV(old(.|s), new(.|s))^2.</summary>
    public double TotalVariationPenalty(TabularPolicy newPolicy)
    {
        double distance = Divergence.LargestTotalVariation(Surrogate.OldPolicy, newPolicy);
        return Coefficient * distance * distance;
    }

    /// <summary>
    /// C max_s KL(old(.|s), new(.|s)): infinite if the new policy lacks an action of the old one, unless C
    /// is 0.
    /// </summary>
    public double KlPenalty(TabularPolicy newPolicy) =>
        Coefficient == 0 ? 0 : Coefficient * Divergence.LargestKlOldToNew(Surrogate.OldPolicy, newPolicy);
}
