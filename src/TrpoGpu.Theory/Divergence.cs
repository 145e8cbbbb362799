using System;

namespace TrpoGpu.Theory;

/// <summary>
/// Distances between the action distributions of two policies: of one state, or the largest of all states.
/// The old policy always comes first.
/// </summary>
public static class Divergence
{
    /// <summary>TV(p, q) = 1/2 sum |p - q|, in [0, 1].</summary>
    public static double TotalVariation(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sum = 0;
        for (int a = 0; a < p.Length; a++)
        {
            sum += Math.Abs(p[a] - q[a]);
        }

        return sum / 2;
    }

    /// <summary>
    /// KL(p, q) = sum p log(p/q), the expectation under the first; +infinity if q lacks what p has. Pinsker's
    /// inequality: TV(p, q)^2 is at most half of it.
    /// </summary>
    /// <remarks>
    /// Summed as p (d - log(1 + d)) with d = (q - p)/p, and q where p is 0: the same sum, for both rows sum
    /// to 1, but of terms that are all positive, so a small divergence has small relative error.
    /// </remarks>
    public static double KlOldToNew(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sum = 0;
        for (int a = 0; a < p.Length; a++)
        {
            sum += p[a] > 0 ? p[a] * ExcessOverLog((q[a] - p[a]) / p[a], q[a] / p[a]) : q[a];
        }

        return sum;
    }

    /// <summary>max over states of TV(old(.|s), new(.|s)), visited or not.</summary>
    public static double LargestTotalVariation(TabularPolicy oldPolicy, TabularPolicy newPolicy)
    {
        ArgumentNullException.ThrowIfNull(oldPolicy);
        ArgumentNullException.ThrowIfNull(newPolicy);
        double largest = 0;
        for (int s = 0; s < oldPolicy.States; s++)
        {
            largest = Math.Max(largest, TotalVariation(oldPolicy.Row(s), newPolicy.Row(s)));
        }

        return largest;
    }

    /// <summary>max over states of KL(old(.|s), new(.|s)), visited or not.</summary>
    public static double LargestKlOldToNew(TabularPolicy oldPolicy, TabularPolicy newPolicy)
    {
        ArgumentNullException.ThrowIfNull(oldPolicy);
        ArgumentNullException.ThrowIfNull(newPolicy);
        double largest = 0;
        for (int s = 0; s < oldPolicy.States; s++)
        {
            largest = Math.Max(largest, KlOldToNew(oldPolicy.Row(s), newPolicy.Row(s)));
        }

        return largest;
    }

    /// <summary>
    /// d - log(1 + d), at least 0, for d of at least -1; with small relative error at small d too.
    /// </summary>
    /// <param name="d">How far from one.</param>
    /// <param name="onePlus">1 + d, which near 0 may be known better than d tells.</param>
    internal static double ExcessOverLog(double d, double onePlus)
    {
        if (Math.Abs(d) > 0.1)
        {
            return d - Math.Log(onePlus);
        }

        // With z = d / (2 + d): log(1 + d) = 2 (z + z^3/3 + z^5/5 + ...), and d - 2 z = d z. The first term
        // left out is below 2^-53 of the result.
        double z = d / (2 + d);
        double w = z * z;
        double tail = 0;
        for (int odd = 13; odd >= 3; odd -= 2)
        {
            tail = (tail * w) + (1.0 / odd);
        }

        return (d * z) - (2 * z * w * tail);
    }
}
