using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="HeadTerms"/> reads and writes.</summary>
public struct HeadTermsArguments
{
    /// <summary>Samples, their distribution and the old one.</summary>
    public HeadArguments Head;

    /// <summary>[tiles,4]; tile 0 is the batch's first.</summary>
    public ArrayView<double> Sums;
}

/// <summary>What a trust region asks of a candidate, summed over the rows of each tile.</summary>
/// <remarks>
/// <code>
/// computes  sum of ratio*advantage, of KL(old, new), of the entropy; largest |log-ratio|. Or the sum of log pi alone
/// threads   one group of 64 a tile, one thread a row; shared memory 4*64*4 bytes
/// Samples          [tiles,columns + 2,64]  read
/// Distribution     [tiles,A,64]            read
/// OldDistribution  [tiles,A,64]            read   for the surrogate
/// Sums             [tiles,4]               write
/// needs     a group that divides 64, or any: rows are taken a group apart
/// numeric   terms in fp32, the operations of the CPU engine one by one; sums in fp64, rows in order
/// truth     ReferenceBackend.ReadSurrogate
/// </code>
/// </remarks>
public static class HeadTerms
{
    /// <summary>Numbers of a tile.</summary>
    public const int Columns = 4;

    /// <summary>The largest log-ratio among them; the others are sums.</summary>
    public const int LargestLogRatio = 3;

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<THead>(HeadTermsArguments n)
        where THead : struct, IActionDistribution
    {
        ArrayView<float> terms = SharedMemory.Allocate<float>(Columns * RowTile.Rows);
        int tile = n.Head.FirstTile + Grid.IdxX;
        int rows = RowTile.RowsIn(tile, n.Head.Rows);
        for (int r = Group.IdxX; r < rows; r += Group.DimX)
        {
            Row<THead>(n.Head, (tile * RowTile.Rows) + r, new ViewRow(terms, r, RowTile.Rows));
        }

        // Each sum reads the terms of all rows.
        Group.Barrier();
        for (int column = Group.IdxX; column < Columns; column += Group.DimX)
        {
            double sum = 0;
            for (int r = 0; r < rows; r++)
            {
                double term = terms[(column * RowTile.Rows) + r];
                sum = column == LargestLogRatio ? Larger(sum, term < 0 ? -term : term) : sum + term;
            }

            n.Sums[(tile * Columns) + column] = sum;
        }
    }

    /// <summary>The larger of two numbers that are not negative; a NaN is larger than any.</summary>
    internal static double Larger(double left, double right) =>
        double.IsNaN(left) ? left : double.IsNaN(right) ? right : left < right ? right : left;

    private static void Row<THead>(in HeadArguments n, int row, ViewRow terms)
        where THead : struct, IActionDistribution
    {
        ViewRow distribution = ViewRow.InTiles(n.Distribution, n.Size.Parameters, row);
        ViewRow sample = n.Sample(row);
        if (n.Surrogate == 0)
        {
            terms[0] = THead.LogProbability<Float32, ViewRow>(n.Size, distribution, sample);
            terms[1] = new Float32(0f);
            terms[2] = new Float32(0f);
            terms[3] = new Float32(0f);
            return;
        }

        ViewRow old = ViewRow.InTiles(n.OldDistribution, n.Size.Parameters, row);
        Float32 logRatio = Likelihood.LogRatio<THead>(n.Size, distribution, sample);
        terms[0] = Likelihood.Ratio(logRatio) * sample[n.Size.Actions];
        terms[1] = THead.KlOldToNew<Float32, ViewRow>(n.Size, old, distribution);
        terms[2] = THead.Entropy<Float32, ViewRow>(n.Size, distribution);
        terms[3] = logRatio;
    }
}
