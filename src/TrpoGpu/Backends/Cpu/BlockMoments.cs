using System;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Sums of deviations from a pivot and of their squares, one set a block, merged in block order: the order of every
/// sum is fixed, and a pivot near the mean keeps the squares from cancelling.
/// </summary>
internal sealed class BlockMoments
{
    private readonly int blocks;
    private readonly int size;
    private readonly double[] sums;
    private readonly double[] squares;
    private readonly double[] pivots;
    private readonly long[] counts;

    internal BlockMoments(int blocks, int size)
    {
        this.blocks = blocks;
        this.size = size;
        sums = new double[blocks * size];
        squares = new double[blocks * size];
        pivots = new double[size];
        counts = new long[blocks];
    }

    /// <summary>Starts a rollout around new pivots.</summary>
    /// <param name="pivot">Near the means, the better the nearer; what is missing at the end is 0.</param>
    internal void Begin(ReadOnlySpan<float> pivot)
    {
        Array.Clear(sums);
        Array.Clear(squares);
        Array.Clear(pivots);
        Array.Clear(counts);
        for (int k = 0; k < pivot.Length; k++)
        {
            pivots[k] = pivot[k];
        }
    }

    /// <summary>Adds rows of a block: its columns of 64, of which the first <paramref name="rows"/> count.</summary>
    internal unsafe void Add(int block, int firstComponent, int components, float* columns, int rows)
    {
        for (int k = 0; k < components; k++)
        {
            double pivot = pivots[firstComponent + k];
            double sum = 0;
            double square = 0;
            for (int row = 0; row < rows; row++)
            {
                double deviation = columns[(k * Tile.Rows) + row] - pivot;
                sum += deviation;
                square += deviation * deviation;
            }

            sums[(block * size) + firstComponent + k] += sum;
            squares[(block * size) + firstComponent + k] += square;
        }
    }

    /// <summary>Counts rows that have been added.</summary>
    internal void Count(int block, int rows) => counts[block] += rows;

    /// <summary>Means and summed squared deviations from them over all blocks.</summary>
    internal void Read(Span<double> means, Span<double> squaredDeviations)
    {
        for (int k = 0; k < size; k++)
        {
            double sum = 0;
            double square = 0;
            double count = 0;
            for (int block = 0; block < blocks; block++)
            {
                sum += sums[(block * size) + k];
                square += squares[(block * size) + k];
                count += counts[block];
            }

            double shift = count > 0 ? sum / count : 0;
            means[k] = pivots[k] + shift;
            squaredDeviations[k] = Math.Max(0, square - (shift * sum));
        }
    }
}
