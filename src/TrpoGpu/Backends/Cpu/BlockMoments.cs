using System;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Sums of deviations from a pivot and of their squares, one set a block, merged in block order (Chan, Golub and
/// LeVeque 1979): the order of every sum is fixed. The pivot is the block's first number, so that squares hardly
/// cancel, and the deviation of a number that never varies is 0 and not rounding.
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
        pivots = new double[blocks * size];
        counts = new long[blocks];
    }

    /// <summary>Starts a rollout.</summary>
    internal void Begin()
    {
        Array.Clear(sums);
        Array.Clear(squares);
        Array.Clear(counts);
    }

    /// <summary>Adds rows of a block: its columns of 64, of which the first <paramref name="rows"/> count.</summary>
    internal unsafe void Add(int block, int firstComponent, int components, float* columns, int rows)
    {
        for (int k = 0; k < components; k++)
        {
            float* column = columns + (k * Tile.Rows);
            int place = (block * size) + firstComponent + k;
            if (counts[block] == 0)
            {
                pivots[place] = column[0];
            }

            double pivot = pivots[place];
            double sum = 0;
            double square = 0;
            for (int row = 0; row < rows; row++)
            {
                double deviation = column[row] - pivot;
                sum += deviation;
                square += deviation * deviation;
            }

            sums[place] += sum;
            squares[place] += square;
        }
    }

    /// <summary>Counts rows of which every component has been added.</summary>
    internal void Count(int block, int rows) => counts[block] += rows;

    /// <summary>Means and summed squared deviations from them over all blocks.</summary>
    internal void Read(Span<double> means, Span<double> squaredDeviations)
    {
        for (int k = 0; k < size; k++)
        {
            double total = 0;
            means[k] = 0;
            squaredDeviations[k] = 0;
            for (int block = 0; block < blocks && counts[block] > 0; block++)
            {
                int place = (block * size) + k;
                double count = counts[block];
                double shift = sums[place] / count;
                double difference = pivots[place] + shift - means[k];
                means[k] += difference * (count / (total + count));
                squaredDeviations[k] += Math.Max(0, squares[place] - (shift * sums[place])) +
                    (difference * difference * (total * count / (total + count)));
                total += count;
            }
        }
    }
}
