using System;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>Compares numbers of one operation and remembers the one that fits worst.</summary>
internal sealed class Comparison(string operation)
{
    private int numbers;
    private double worstShare;
    private string worst = "every number is exact";

    /// <summary>What all comparisons came to.</summary>
    public Agreement Result => new(operation, numbers, worstShare, worst);

    /// <summary>Compares two numbers.</summary>
    /// <param name="what">Their name.</param>
    /// <param name="expected">The reference's.</param>
    /// <param name="actual">The engine's.</param>
    /// <param name="allowed">The most by which they may differ.</param>
    public void Add(string what, double expected, double actual, double allowed)
    {
        numbers++;
        double share = expected == actual ? 0 : Math.Abs(expected - actual) / allowed;
        if (double.IsNaN(share))
        {
            share = double.PositiveInfinity;
        }

        if (share > worstShare)
        {
            worstShare = share;
            worst = $"{what}: expected {expected:R}, got {actual:R}, allowed {allowed:0.0e+0}";
        }
    }

    /// <summary>Compares vectors, each number within the bound carried by the one that belongs to it.</summary>
    public void Add(string what, double[] expected, double[] actual, Rounded[] bounds)
    {
        for (int k = 0; k < bounds.Length; k++)
        {
            Add($"{what}[{k}]", expected[k], actual[k], bounds[k].Allowed);
        }
    }

    /// <summary>Compares what the trust region asks of a candidate.</summary>
    public void Add(in SurrogateTerms expected, in SurrogateTerms actual, in RoundedTerms bounds)
    {
        Add("surrogate loss", expected.SurrogateLoss, actual.SurrogateLoss, bounds.SurrogateLoss.Allowed);
        Add("KL", expected.MeanKlOldToNew, actual.MeanKlOldToNew, bounds.MeanKlOldToNew.Allowed);
        Add("entropy", expected.Entropy, actual.Entropy, bounds.Entropy.Allowed);
        Add(
            "largest log-ratio", expected.LargestLogRatio, actual.LargestLogRatio,
            bounds.LargestLogRatio.Allowed);
    }

    /// <summary>Compares what has no error: a count, a name.</summary>
    public void AddExact<T>(string what, T expected, T actual)
        where T : struct
    {
        numbers++;
        if (!expected.Equals(actual) && !double.IsInfinity(worstShare))
        {
            worstShare = double.PositiveInfinity;
            worst = $"{what}: expected {expected}, got {actual}";
        }
    }
}
