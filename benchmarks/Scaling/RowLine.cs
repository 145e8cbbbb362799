using System;
using System.Linq;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>
/// How far times are from a line through zero. On it a row costs the same in every batch; what it costs is the median
/// over the batches that are large enough, in each round anew, so that a machine that is slower for a round moves no
/// batch away from the others.
/// </summary>
internal static class RowLine
{
    /// <summary>Batches from here on are to lie on it: smaller ones do not occupy all threads evenly.</summary>
    public const int Begin = 5_000;

    /// <summary>Deviations from the line.</summary>
    /// <param name="rows">[size] B, at least one not below <see cref="Begin"/>.</param>
    /// <param name="costs">[round][size] seconds a row.</param>
    /// <returns>[size] the median over rounds of cost / cost on the line - 1.</returns>
    public static double[] Deviations(int[] rows, double[][] costs)
    {
        double[] lines = Array.ConvertAll(
            costs, round => OperationClock.Median([.. round.Where((_, size) => rows[size] >= Begin)]));
        return
        [
            .. rows.Select((_, size) => OperationClock.Median(
                [.. costs.Select((round, k) => (round[size] / lines[k]) - 1)])),
        ];
    }
}
