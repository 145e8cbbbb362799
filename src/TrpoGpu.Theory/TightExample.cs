namespace TrpoGpu.Theory;

/// <summary>
/// Processes that push the bounds to their limit, and so show that none of their constants can be lowered.
/// All values of the old policy are 0, so rewards are advantages, and all of them are 1, -1 or 0.
/// </summary>
/// <remarks>
/// The shape is one: a first state, a second that is never left, and a new policy whose change gains in the
/// first state what it loses in the second. The surrogate sees only the gain.
/// </remarks>
public sealed class TightExample
{
    private TightExample(FiniteMdp mdp, TabularPolicy oldPolicy, TabularPolicy newPolicy)
    {
        Mdp = mdp;
        OldPolicy = oldPolicy;
        NewPolicy = newPolicy;
    }

    /// <summary>The process.</summary>
    public FiniteMdp Mdp { get; }

    /// <summary>The old policy.</summary>
    public TabularPolicy OldPolicy { get; }

    /// <summary>The new policy; for <see cref="Mixture"/>, the one that is mixed in.</summary>
    public TabularPolicy NewPolicy { get; }

    /// <summary>
    /// For the mixture bound: the old policy stays in the first state, the other one leaves it at a gain of
    /// 1 and loses 1 ever after. The sharp penalty is met exactly by every share and discount, the simple
    /// one in the limit of small shares.
    /// </summary>
    /// <param name="discount">gamma.</param>
    public static TightExample Mixture(double discount) => new(
        Process(discount, new double[,] { { 0, 1 }, { 0, -1 } }, leaves: 1),
        TabularPolicy.Deterministic([0, 0], actions: 2),
        TabularPolicy.Deterministic([1, 1], actions: 2));

    /// <summary>
    /// For the total-variation bound: a probability alpha moves from an action of advantage -1 to one of 1
    /// that was never taken and leaves the first state; in the second it moves from 1 to -1. Total
    /// variation is alpha, and the penalty over the error is 1 + gamma alpha / (1 - gamma): 1 in the limit
    /// of small alpha.
    /// </summary>
    /// <param name="discount">gamma.</param>
    /// <param name="moved">alpha, in [0, 1/2].</param>
    public static TightExample TotalVariation(double discount, double moved) => new(
        Process(discount, new double[,] { { 1, -1, 1 }, { 1, -1, 0 } }, leaves: 2),
        new TabularPolicy(new double[,] { { 0.5, 0.5, 0 }, { 0.5, 0.5, 0 } }),
        new TabularPolicy(new double[,] { { 0.5, 0.5 - moved, moved }, { 0.5 - moved, 0.5 + moved, 0 } }));

    /// <summary>
    /// For the KL bound: both actions of the first state are taken equally often, one leaves, and a
    /// probability alpha moves to it from the other. The penalty over the error is 2 in the limit of small
    /// alpha and gamma: Pinsker's factor and nothing else.
    /// </summary>
    /// <param name="discount">gamma.</param>
    /// <param name="moved">alpha, in [0, 1/2).</param>
    public static TightExample Kl(double discount, double moved) => new(
        Process(discount, new double[,] { { -1, 1 }, { -1, 1 } }, leaves: 1),
        TabularPolicy.Uniform(states: 2, actions: 2),
        new TabularPolicy(new double[,] { { 0.5 - moved, 0.5 + moved }, { 0.5 + moved, 0.5 - moved } }));

    // Starts in state 0. One action leads from there to state 1; every other action, and every action
    // there, stays.
    private static FiniteMdp Process(double discount, double[,] rewards, int leaves)
    {
        int actions = rewards.GetLength(1);
        double[,,] transitions = new double[2, actions, 2];
        for (int a = 0; a < actions; a++)
        {
            transitions[0, a, a == leaves ? 1 : 0] = 1;
            transitions[1, a, 1] = 1;
        }

        return new FiniteMdp(transitions, rewards, [1, 0], discount);
    }
}
