using System;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.RunStatistics;

/// <summary>A number made of scores in ascending order.</summary>
internal delegate double SortedStatistic(ReadOnlySpan<double> sorted);

/// <summary>
/// Percentile bootstrap: what a statistic would have been, had other runs of the same kind been drawn. The draws are a
/// function of the number of scores and of the stratum alone, so the same scores give the same band anywhere.
/// </summary>
internal sealed class Bootstrap
{
    /// <summary>Samples drawn with replacement.</summary>
    internal const int Resamples = 2000;

    /// <summary>Share of the resamples outside a band, below and above it.</summary>
    internal const double Tail = 0.025;

    private const int WordsPerBlock = 4;

    // The letters BOOT: keeps these draws apart from those of any run.
    private const uint Key = 0x424f4f54;

    private readonly int[] ranks;

    /// <summary>Draws all resamples.</summary>
    /// <param name="count">n: scores of a sample, at least one.</param>
    /// <param name="stratum">Which of several independently drawn samples.</param>
    internal Bootstrap(int count, int stratum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        ranks = new int[Resamples * count];
        for (int sample = 0; sample < Resamples; sample++)
        {
            Span<int> row = ranks.AsSpan(sample * count, count);
            for (int k = 0; k < count; k++)
            {
                row[k] = (int)(((ulong)Word(sample, stratum, k) * (uint)count) >> 32);
            }

            // Ranks in order pick sorted scores in order: no resample has to be sorted again.
            row.Sort();
        }
    }

    /// <summary>n.</summary>
    internal int Count { get; }

    /// <summary>Picks a resample.</summary>
    /// <param name="sample">Which, below <see cref="Resamples"/>.</param>
    /// <param name="sorted">[n] scores in ascending order.</param>
    /// <param name="picked">[n] write; ascending as well.</param>
    internal void Pick(int sample, ReadOnlySpan<double> sorted, Span<double> picked)
    {
        ReadOnlySpan<int> row = ranks.AsSpan(sample * Count, Count);
        for (int k = 0; k < row.Length; k++)
        {
            picked[k] = sorted[row[k]];
        }
    }

    /// <summary>The band that holds the middle 95 % of what a statistic comes to over the resamples.</summary>
    /// <param name="sorted">[n] scores in ascending order.</param>
    /// <param name="statistic">Of a resample.</param>
    internal (double Low, double High) Band(ReadOnlySpan<double> sorted, SortedStatistic statistic)
    {
        double[] picked = new double[Count];
        double[] values = new double[Resamples];
        for (int sample = 0; sample < Resamples; sample++)
        {
            Pick(sample, sorted, picked);
            values[sample] = statistic(picked);
        }

        return Middle(values);
    }

    /// <summary>The ends of the middle 95 % of values, which are sorted by this.</summary>
    internal static (double Low, double High) Middle(double[] values)
    {
        Array.Sort(values);
        return (Quantile.OfSorted(values, Tail), Quantile.OfSorted(values, 1 - Tail));
    }

    private static uint Word(int sample, int stratum, int k)
    {
        PhiloxBlock counter = new((uint)(k / WordsPerBlock), (uint)sample, (uint)stratum, 0);
        PhiloxBlock words = Philox.Generate(counter, Key, 0);
        return (k % WordsPerBlock) switch
        {
            0 => words.X0,
            1 => words.X1,
            2 => words.X2,
            _ => words.X3,
        };
    }
}
