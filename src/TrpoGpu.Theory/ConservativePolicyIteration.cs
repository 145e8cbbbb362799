using System;

namespace TrpoGpu.Theory;

/// <summary>
/// Kakade and Langford's policy iteration: mix in the greedy policy, by as much as the mixture bound
/// rewards most. No step makes the return worse.
/// </summary>
/// <remarks>
/// The gain is at least slope^2 / (4 coefficient), or half the slope where the share reaches 1: positive
/// wherever any visited state has an action better than the policy's mean.
/// </remarks>
public static class ConservativePolicyIteration
{
    /// <summary>
    /// The greedy policy of a table of values: the first of the actions with the largest advantage.
    /// </summary>
    public static TabularPolicy Greedy(PolicyValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] chosen = new int[values.Mdp.States];
        for (int s = 0; s < chosen.Length; s++)
        {
            for (int a = 1; a < values.Mdp.Actions; a++)
            {
                chosen[s] = values.Advantage(s, a) > values.Advantage(s, chosen[s]) ? a : chosen[s];
            }
        }

        return TabularPolicy.Deterministic(chosen, values.Mdp.Actions);
    }

    /// <summary>
    /// The bound for mixing in the greedy policy; one iteration goes to its mixture with its best share.
    /// </summary>
    public static MixtureBound TowardsGreedy(FiniteMdp mdp, TabularPolicy policy)
    {
        SurrogateObjective surrogate = new(mdp, policy);
        return new MixtureBound(surrogate, Greedy(surrogate.OldValues));
    }

    /// <summary>One iteration.</summary>
    public static TabularPolicy Improve(FiniteMdp mdp, TabularPolicy policy)
    {
        MixtureBound bound = TowardsGreedy(mdp, policy);
        return bound.Mixture(bound.BestShare);
    }
}
