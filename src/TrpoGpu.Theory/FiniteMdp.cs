using System;

namespace TrpoGpu.Theory;

/// <summary>
/// A Markov decision process with finitely many states and actions: transition probabilities, rewards, a
/// start distribution and a discount. Immutable, and checked once, here.
/// </summary>
/// <remarks>
/// An episode that ends is a state that leads to itself with reward 0. Rewards belong to (state, action);
/// one that depends on the next state enters as its expectation, which no quantity here can tell apart.
/// </remarks>
public sealed class FiniteMdp
{
    private readonly double[] transitions;
    private readonly double[] rewards;
    private readonly double[] start;

    /// <summary>Copies and checks a process.</summary>
    /// <param name="transitions">[state, action, next state] probabilities; each (state, action) row sums to 1.</param>
    /// <param name="rewards">[state, action] expected rewards, finite.</param>
    /// <param name="start">[state] probabilities of the first state, the papers' rho_0.</param>
    /// <param name="discount">gamma, at least 0 and below 1.</param>
    public FiniteMdp(double[,,] transitions, double[,] rewards, double[] start, double discount)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(rewards);
        ArgumentNullException.ThrowIfNull(start);
        States = rewards.GetLength(0);
        Actions = rewards.GetLength(1);
        RequireShapes(transitions, start);
        if (!(discount >= 0 && discount < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(discount), discount, "FiniteMdp: expected a discount in [0, 1): sums over time diverge at 1.");
        }

        Discount = discount;
        this.start = [.. start];
        this.rewards = new double[rewards.Length];
        this.transitions = new double[transitions.Length];
        Buffer.BlockCopy(rewards, 0, this.rewards, 0, rewards.Length * sizeof(double));
        Buffer.BlockCopy(transitions, 0, this.transitions, 0, transitions.Length * sizeof(double));
        foreach (double reward in this.rewards)
        {
            if (!double.IsFinite(reward))
            {
                throw new ArgumentException($"FiniteMdp: reward {reward}, expected a finite number.", nameof(rewards));
            }

            LargestReward = Math.Max(LargestReward, Math.Abs(reward));
        }

        ProbabilityRow.Require(start, "FiniteMdp: start distribution");
        for (int s = 0; s < States; s++)
        {
            for (int a = 0; a < Actions; a++)
            {
                ProbabilityRow.Require(NextStates(s, a), $"FiniteMdp: next states of state {s}, action {a}");
            }
        }
    }

    /// <summary>How many states there are.</summary>
    public int States { get; }

    /// <summary>How many actions there are, the same ones in every state.</summary>
    public int Actions { get; }

    /// <summary>gamma.</summary>
    public double Discount { get; }

    /// <summary>1 / (1 - gamma): the sum of all discounts.</summary>
    public double Horizon => 1 / (1 - Discount);

    /// <summary>max over states and actions of |r(s,a)|.</summary>
    public double LargestReward { get; }

    /// <summary>The start distribution [state].</summary>
    public ReadOnlySpan<double> Start => start;

    /// <summary>r(s,a).</summary>
    public double Reward(int state, int action) => rewards[(state * Actions) + action];

    /// <summary>P(.|s,a) as a row over next states.</summary>
    public ReadOnlySpan<double> NextStates(int state, int action) =>
        transitions.AsSpan(((state * Actions) + action) * States, States);

    /// <summary>
    /// I - gamma P_pi, [state, next state]: strictly diagonally dominant by rows, so never singular.
    /// </summary>
    internal double[,] BellmanMatrix(TabularPolicy policy)
    {
        double[,] matrix = new double[States, States];
        for (int s = 0; s < States; s++)
        {
            for (int next = 0; next < States; next++)
            {
                double probability = 0;
                for (int a = 0; a < Actions; a++)
                {
                    probability += policy[s, a] * NextStates(s, a)[next];
                }

                matrix[s, next] = (s == next ? 1 : 0) - (Discount * probability);
            }
        }

        return matrix;
    }

    /// <summary>Throws unless a policy has this process's states and actions.</summary>
    internal void RequireShape(TabularPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.States != States || policy.Actions != Actions)
        {
            throw new ArgumentException(
                $"The policy has {policy.States} states and {policy.Actions} actions, expected {States} and " +
                $"{Actions} as in the process.");
        }
    }

    private void RequireShapes(double[,,] transitions, double[] start)
    {
        if (States == 0 || Actions == 0)
        {
            throw new ArgumentException(
                $"FiniteMdp: rewards are [{States},{Actions}], expected at least one state and one action.");
        }

        if (transitions.GetLength(0) != States || transitions.GetLength(1) != Actions ||
            transitions.GetLength(2) != States)
        {
            throw new ArgumentException(
                $"FiniteMdp: transitions are [{transitions.GetLength(0)},{transitions.GetLength(1)}," +
                $"{transitions.GetLength(2)}], expected [states, actions, states] = [{States},{Actions},{States}] as " +
                "the rewards have them.",
                nameof(transitions));
        }

        if (start.Length != States)
        {
            throw new ArgumentException(
                $"FiniteMdp: the start distribution has {start.Length} entries, expected one a state: {States}.",
                nameof(start));
        }
    }
}
