namespace TrpoGpu.Theory;

/// <summary>
/// M_old(new) = L_old(new) - C max_s KL(old(.|s), new(.|s)): below the return everywhere and equal to it at
/// the old policy. So whoever raises M raises the return at least as much (minorise, then maximise).
/// Schulman et al. 2015, equation (10).
/// </summary>
/// <remarks>
/// <code>
/// eta(new) >= M_old(new) >= M_old(old) = eta(old)   for any new with M_old(new) >= M_old(old)
/// </code>
/// As a function of the new policy's table M is concave: L is linear, KL(old, .) convex, a maximum of convex
/// functions too.
/// </remarks>
public sealed class SurrogateMinorant
{
    /// <summary>M around a policy.</summary>
    public SurrogateMinorant(FiniteMdp mdp, TabularPolicy oldPolicy)
    {
        Surrogate = new SurrogateObjective(mdp, oldPolicy);
        Bounds = new DivergenceBounds(Surrogate);
    }

    /// <summary>L_old.</summary>
    public SurrogateObjective Surrogate { get; }

    /// <summary>Where C comes from.</summary>
    public DivergenceBounds Bounds { get; }

    /// <summary>M_old(new); minus infinity where the penalty is infinite.</summary>
    public double Value(TabularPolicy newPolicy) => Surrogate.OldValues.Return + Gain(newPolicy);

    /// <summary>M_old(new) - eta(old): what the new policy is sure to gain, if it is positive.</summary>
    public double Gain(TabularPolicy newPolicy) => Surrogate.Gain(newPolicy) - Bounds.KlPenalty(newPolicy);
}
