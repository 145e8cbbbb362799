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

    /// <summary>Restores moments, as from a checkpoint.</summary>
    public void Restore(double count, ReadOnlySpan<double> means, ReadOnlySpan<double> squaredDeviations)
    {
        Count = count;
        means.CopyTo(this.means);
        squaredDeviations.CopyTo(this.squaredDeviations);
    }
}
