using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// Weights of the surrogate loss from the values of a state's branches, number by number: what the CPU engine and
/// <see cref="CenterBranches"/> share.
/// </summary>
/// <remarks>
/// A product of two floats is exact in double, so it does not matter whether a compiler merges it with the sum. Where
/// all values are equal the sums are exact too, and so the weights zero.
/// </remarks>
public static class BranchWeights
{
    /// <summary>Adds a branch to the sums that the mean of a state is the quotient of.</summary>
    /// <param name="value">x.</param>
    /// <param name="logProbability">log p, read by full sums.</param>
    /// <param name="isFullSum">Whether a branch counts by its probability, instead of as one.</param>
    /// <param name="sum">Of p x.</param>
    /// <param name="total">Of p.</param>
    public static void Add(float value, Float32 logProbability, bool isFullSum, ref double sum, ref double total)
    {
        double p = isFullSum ? Float32.Exp(logProbability).Value : 1.0;
        sum = SingleRounding.AddWide(sum, SingleRounding.MultiplyWide(p, value));
        total = SingleRounding.AddWide(total, p);
    }

    /// <summary>K p (x - mean) for full sums, else (x - mean) K / (K - 1).</summary>
    /// <param name="value">x.</param>
    /// <param name="logProbability">log p, read by full sums.</param>
    /// <param name="isFullSum">Which of the two.</param>
    /// <param name="copies">K.</param>
    /// <param name="mean">Of the state's branches.</param>
    public static float Weight(float value, Float32 logProbability, bool isFullSum, int copies, double mean)
    {
        double factor = isFullSum
            ? SingleRounding.MultiplyWide(copies, Float32.Exp(logProbability).Value)
            : (double)copies / (copies - 1);
        return (float)SingleRounding.MultiplyWide(SingleRounding.AddWide(value, -mean), factor);
    }
}
