using System;
using System.Collections.Generic;

namespace TrpoGpu.RunStatistics;

/// <summary>
/// How likely a run of one method scores higher than a run of another, averaged over tasks: it needs no common scale of
/// the tasks' scores. Equal scores count half.
/// </summary>
internal static class ProbabilityOfImprovement
{
    /// <summary>The estimate, and its band over resamples drawn for each task and each method apart.</summary>
    /// <param name="tasks">Scores of the one and of the other method in each task; at least one task.</param>
    internal static (double Mean, double Low, double High) Over(
        IReadOnlyList<(double[] One, double[] Other)> tasks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tasks.Count);
        double mean = 0;
        double[] means = new double[Bootstrap.Resamples];
        for (int task = 0; task < tasks.Count; task++)
        {
            double[] one = Sorted(tasks[task].One);
            double[] other = Sorted(tasks[task].Other);
            mean += Share(one, other) / tasks.Count;
            Bootstrap ofOne = new(one.Length, stratum: 2 * task);
            Bootstrap ofOther = new(other.Length, stratum: (2 * task) + 1);
            double[] pickedOne = new double[one.Length];
            double[] pickedOther = new double[other.Length];
            for (int sample = 0; sample < means.Length; sample++)
            {
                ofOne.Pick(sample, one, pickedOne);
                ofOther.Pick(sample, other, pickedOther);
                means[sample] += Share(pickedOne, pickedOther) / tasks.Count;
            }
        }

        (double low, double high) = Bootstrap.Middle(means);
        return (mean, low, high);
    }

    // Of all pairs: the statistic of Mann and Whitney.
    private static double Share(double[] one, double[] other)
    {
        double wins = 0;
        foreach (double score in one)
        {
            foreach (double rival in other)
            {
                wins += score > rival ? 1 : score == rival ? 0.5 : 0;
            }
        }

        return wins / ((double)one.Length * other.Length);
    }

    private static double[] Sorted(double[] scores)
    {
        double[] sorted = [.. scores];
        Array.Sort(sorted);
        return sorted;
    }
}
