using System;

namespace TrpoGpu.Rollouts;

/// <summary>
/// Running mean and variance of several numbers, merged block by block (Chan, Golub and LeVeque 1979).
/// </summary>
public sealed class RunningMoments
{
    private readonly double[] means;
    private readonly double[] squaredDeviations;

    /// <summary>Starts with no samples.</summary>
    /// <param name="size">Numbers per sample.</param>
    public RunningMoments(int size)
    {
        means = new double[size];
        squaredDeviations = new double[size];
    }

    /// <summary>Samples merged so far.</summary>
    public double Count { get; private set; }

    /// <summary>Means of the samples so far.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>Summed squared deviations from the means.</summary>
    public ReadOnlySpan<double> SquaredDeviations => squaredDeviations;

    /// <summary>Variance over the samples so far, divided by their number; 0 before the first.</summary>
    public double Variance(int index) => Count > 0 ? squaredDeviations[index] / Count : 0;

    /// <summary>
    /// What makes a number's variance one; 1 if it has never varied, or by less than a float can be scaled for.
    /// </summary>
    public float Scale(int index)
    {
        float scale = (float)(1 / Math.Sqrt(Variance(index)));
        return float.IsFinite(scale) ? scale : 1f;
    }

    /// <summary>Adds a block of samples given by its own moments.</summary>
    public void Merge(double count, ReadOnlySpan<double> blockMeans, ReadOnlySpan<double> blockSquaredDeviations)
    {
        double total = Count + count;
        for (int k = 0; k < means.Length; k++)
        {
            double difference = blockMeans[k] - means[k];
            means[k] += difference * (count / total);
            squaredDeviations[k] += blockSquaredDeviations[k] + (difference * difference * (Count * count / total));
        }

        Count = total;
    }

    /// <summary>Forgets all samples.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(means);
        Array.Clear(squaredDeviations);
    }

    /// <summary>Numbers of a state of moments of <paramref name="size"/> numbers.</summary>
    internal static int StateLength(int size) => 1 + (2 * size);

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    /// <param name="state">[1+2*size] finite numbers.</param>
    /// <param name="mostSamples">Samples that can have been merged.</param>
    internal static string? FaultOf(ReadOnlySpan<double> state, long mostSamples)
    {
        if (!(state[0] >= 0 && state[0] <= mostSamples && double.IsInteger(state[0])))
        {
            return $"it counts {state[0]} samples, expected a whole number from 0 to {mostSamples}";
        }

        int negative = state[(1 + (state.Length / 2))..].IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon);
        return negative < 0 ? null : $"squared deviation {negative} is negative";
    }

    /// <summary>The moments as numbers for a checkpoint: count, means, squared deviations.</summary>
    internal double[] ReadState() => [Count, .. means, .. squaredDeviations];

    /// <summary>Restores what <see cref="ReadState"/> gave.</summary>
    internal void WriteState(ReadOnlySpan<double> state)
    {
        Count = state[0];
        state.Slice(1, means.Length).CopyTo(means);
        state[(1 + means.Length)..].CopyTo(squaredDeviations);
    }
}
