using System;

namespace TrpoGpu.Theory;

/// <summary>
/// What a mixture of two policies is at least worth: if at every step the other policy acts with
/// probability alpha, the surrogate is wrong by at most a multiple of alpha^2. Kakade and Langford 2002,
/// theorem 4.1; Schulman et al. 2015, equation (6).
/// </summary>
/// <remarks>
/// <code>
/// new     = (1 - alpha) old + alpha other
/// epsilon = max_s |sum_a other(a|s) A_old(s,a)|
/// sharp   : |eta(new) - L_old(new)| &lt;= 2 epsilon gamma alpha^2 / ((1 - gamma)(1 - gamma (1 - alpha)))
/// simple  : |eta(new) - L_old(new)| &lt;= 2 epsilon gamma alpha^2 / (1 - gamma)^2
/// </code>
/// Why: until the other policy has acted for the first time, the states are distributed as under the old
/// one; that it has acted before step t has probability 1 - (1 - alpha)^t, and then the error of a step is
/// at most 2 alpha epsilon.
/// </remarks>
public sealed class MixtureBound
{
    private readonly SurrogateObjective surrogate;

    /// <summary>The bound for mixtures of the surrogate's old policy with another.</summary>
    public MixtureBound(SurrogateObjective surrogate, TabularPolicy other)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        this.surrogate = surrogate;
        Other = other;
        for (int s = 0; s < surrogate.Mdp.States; s++)
        {
            Epsilon = Math.Max(Epsilon, Math.Abs(surrogate.OldValues.ExpectedAdvantage(s, other)));
        }

        Slope = surrogate.Gain(other);
    }

    /// <summary>The policy that is mixed in.</summary>
    public TabularPolicy Other { get; }

    /// <summary>max_s |sum_a other(a|s) A_old(s,a)|.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// d L / d alpha: L is linear in alpha. Kakade and Langford's policy advantage, times 1 / (1 - gamma).
    /// </summary>
    public double Slope { get; }

    /// <summary>The share alpha in [0, 1] that makes L minus the simple penalty largest.</summary>
    public double BestShare => Slope <= 0 ? 0 : Math.Min(1, Slope / (2 * Coefficient));

    // Of alpha^2 in the simple penalty.
    private double Coefficient => 2 * Epsilon * surrogate.Mdp.Discount * surrogate.Mdp.Horizon * surrogate.Mdp.Horizon;

    /// <summary>The mixture itself.</summary>
    public TabularPolicy Mixture(double share) => surrogate.OldPolicy.Mixture(Other, share);

    /// <summary>2 epsilon gamma alpha^2 / (1 - gamma)^2.</summary>
    public double Penalty(double share) => Coefficient * share * share;

    /// <summary>2 epsilon gamma alpha^2 / ((1 - gamma)(1 - gamma (1 - alpha))).</summary>
    public double SharpPenalty(double share)
    {
        double discount = surrogate.Mdp.Discount;
        return 2 * Epsilon * discount * share * share * surrogate.Mdp.Horizon / (1 - (discount * (1 - share)));
    }

    /// <summary>
    /// What the mixture gains at least on the old policy: alpha dL/dalpha minus the simple penalty.
    /// </summary>
    public double GuaranteedGain(double share) => (share * Slope) - Penalty(share);
}
