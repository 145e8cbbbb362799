using System;
using System.Linq;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// Seeded processes and policies of every kind that could make a bound fail: dense, sparse and
/// deterministic transitions, absorbing states, states that are never reached, rewards of different sizes
/// and signs, discounts from 0 to near 1.
/// </summary>
internal sealed class RandomMdp
{
    /// <summary>How many processes each property is tested over.</summary>
    public const int Count = 1000;

    private static readonly double[] HighDiscounts = [0.9, 0.95, 0.99, 0.999];

    private readonly Random random;

    /// <summary>Draws a process.</summary>
    /// <param name="seed">Which one.</param>
    /// <param name="discount">gamma, or null to draw it as well.</param>
    public RandomMdp(int seed, double? discount = null)
    {
        random = new Random(seed);
        States = random.Next(2, 9);
        Actions = random.Next(2, 6);
        Mdp = new FiniteMdp(Transitions(seed % 4), Rewards(), Start(), discount ?? Discount());
    }

    public int States { get; }

    public int Actions { get; }

    public FiniteMdp Mdp { get; }

    /// <summary>Runs a property over all processes.</summary>
    public static void ForAll(Action<RandomMdp> property)
    {
        for (int seed = 0; seed < Count; seed++)
        {
            property(new RandomMdp(seed));
        }
    }

    /// <summary>A number in [low, high).</summary>
    public double Number(double low, double high) => low + ((high - low) * random.NextDouble());

    /// <summary>Numbers in [low, high).</summary>
    public double[] Numbers(int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => Number(low, high))];

    /// <summary>A policy that takes every action with a probability of at least 1/100 or so.</summary>
    public TabularPolicy FullPolicy() => Policy(chanceOfZero: 0);

    /// <summary>A policy of any kind: full, with actions it never takes, or deterministic.</summary>
    public TabularPolicy AnyPolicy() => Policy(random.Next(4) switch { 0 => 0.4, 1 => 1, _ => 0 });

    /// <summary>A policy anywhere between near another one and far from it.</summary>
    public TabularPolicy Near(TabularPolicy policy) =>
        policy.Mixture(AnyPolicy(), Math.Pow(10, Number(-3, 0)));

    private TabularPolicy Policy(double chanceOfZero)
    {
        double[,] table = new double[States, Actions];
        for (int s = 0; s < States; s++)
        {
            Write(Row(Actions, chanceOfZero), (a, probability) => table[s, a] = probability);
        }

        return new TabularPolicy(table);
    }

    private double[,,] Transitions(int kind)
    {
        double[,,] transitions = new double[States, Actions, States];
        double chanceOfZero = kind switch { 0 => 0, 1 => 0.6, 2 => 1, _ => Number(0, 1) };
        for (int s = 0; s < States; s++)
        {
            bool absorbing = kind != 0 && random.Next(5) == 0;
            for (int a = 0; a < Actions; a++)
            {
                double[] row = absorbing
                    ? [.. Enumerable.Range(0, States).Select(next => next == s ? 1.0 : 0)]
                    : Row(States, chanceOfZero);
                Write(row, (next, probability) => transitions[s, a, next] = probability);
            }
        }

        return transitions;
    }

    private double[,] Rewards()
    {
        double scale = Math.Pow(10, random.Next(-2, 4));
        double offset = random.Next(3) - 1;
        double chanceOfZero = random.Next(3) == 0 ? 0.8 : 0;
        double[,] rewards = new double[States, Actions];
        for (int k = 0; k < rewards.Length; k++)
        {
            double reward = random.NextDouble() < chanceOfZero ? 0 : scale * (offset + Number(-1, 1));
            rewards[k / Actions, k % Actions] = reward;
        }

        return rewards;
    }

    private double[] Start() => Row(States, random.Next(3) switch { 0 => 0, 1 => 0.5, _ => 1 });

    private double Discount() => random.Next(10) switch
    {
        0 => 0,
        < 5 => Number(0, 0.9),
        _ => HighDiscounts[random.Next(HighDiscounts.Length)],
    };

    // At least one entry is not zero; with a chance of 1, exactly one.
    private double[] Row(int count, double chanceOfZero)
    {
        int kept = random.Next(count);
        double[] row = [.. Enumerable.Range(0, count).Select(
            k => k == kept || random.NextDouble() >= chanceOfZero ? Math.Exp(Number(-2, 2)) : 0)];
        double sum = row.Sum();
        return [.. row.Select(weight => weight / sum)];
    }

    private static void Write(double[] row, Action<int, double> write)
    {
        for (int k = 0; k < row.Length; k++)
        {
            write(k, row[k]);
        }
    }
}
