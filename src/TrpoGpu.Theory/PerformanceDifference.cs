using System;

namespace TrpoGpu.Theory;

/// <summary>
/// The identity everything else rests on: the gain of a new policy is the old one's advantage, collected
/// where the new one goes. Kakade and Langford 2002, lemma 6.1; Schulman et al. 2015, equation (2).
/// </summary>
/// <remarks>
/// <code>eta(new) - eta(old) = sum_s rho_new(s) sum_a new(a|s) A_old(s,a)</code>
/// </remarks>
public static class PerformanceDifference
{
    /// <summary>The right-hand side, without ever computing the new policy's return.</summary>
    /// <param name="old">Values of the old policy.</param>
    /// <param name="newPolicy">The new one.</param>
    public static double Of(PolicyValues old, TabularPolicy newPolicy)
    {
        ArgumentNullException.ThrowIfNull(old);
        Visitation visitation = new(old.Mdp, newPolicy);
        double gain = 0;
        for (int s = 0; s < old.Mdp.States; s++)
        {
            gain += visitation[s] * old.ExpectedAdvantage(s, newPolicy);
        }

        return gain;
    }
}
