using System;

namespace TrpoGpu.Theory;

/// <summary>The check of a distribution at the door.</summary>
internal static class ProbabilityRow
{
    /// <summary>
    /// How far from one a sum of probabilities may lie: terms that were divided by their sum, and mixed
    /// once or twice, are off by 3 to 9 roundings each.
    /// </summary>
    internal static double Slack(int count) => 16 * count * LinearSystem.UnitRoundoff;

    /// <summary>Throws unless every entry is a number of at least 0 and all of them sum to 1.</summary>
    internal static void Require(ReadOnlySpan<double> row, string what)
    {
        double sum = 0;
        foreach (double probability in row)
        {
            // Written so that a NaN fails.
            if (!(probability >= 0))
            {
                throw new ArgumentException(
                    $"{what}: probability {probability:R}, expected at least 0. Probabilities are not logits.");
            }

            sum += probability;
        }

        if (!(Math.Abs(sum - 1) <= Slack(row.Length)))
        {
            throw new ArgumentException(
                $"{what}: probabilities sum to {sum:R}, expected 1 within {Slack(row.Length):E1}. Divide by " +
                "their sum.");
        }
    }
}
