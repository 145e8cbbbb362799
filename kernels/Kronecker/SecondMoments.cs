using ILGPU;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Kronecker;

/// <summary>What <see cref="SecondMoments"/> reads and writes.</summary>
public struct SecondMomentsArguments
{
    /// <summary>B.</summary>
    public int Rows;

    /// <summary>The tile of the batch that is the first in memory.</summary>
    public int FirstTile;

    /// <summary>The tile after the last.</summary>
    public int EndTile;

    /// <summary>Columns of a tile.</summary>
    public int Columns;

    /// <summary>Tiles of the batch whose sums are kept together.</summary>
    public int SliceTiles;

    /// <summary>The first slice of these tiles.</summary>
    public int FirstSlice;

    /// <summary>Slices of these tiles.</summary>
    public int Slices;

    /// <summary>The first of the pairs that are looked at.</summary>
    public int FirstPair;

    /// <summary>The pairs that are looked at.</summary>
    public int PairCount;

    /// <summary>All pairs.</summary>
    public int AllPairs;

    /// <summary>[tiles,Columns,64].</summary>
    public ArrayView<Float4> Tiles;

    /// <summary>[AllPairs,2] columns of a tile; -1 for a column of ones.</summary>
    public ArrayView<int> Pairs;

    /// <summary>[slices,AllPairs].</summary>
    public ArrayView<double> Partials;
}

/// <summary>Sums over rows of the products of pairs of columns: Kronecker factors of curvature.</summary>
/// <remarks>
/// <code>
/// computes  partial[s,e] += sum over the rows b of slice s of x[b,left(e)] * x[b,right(e)]   (eq. 20, 21)
/// threads   one a slice and pair, flat index slice*PairCount + pair; surplus threads leave at once
/// Tiles     [tiles,Columns,64]  read
/// Pairs     [AllPairs,2]        read
/// Partials  [slices,AllPairs]   add
/// needs     slices that depend on the batch and not on which of its tiles are in memory
/// numeric   fp32 over the rows of a tile, one chain of fused multiply-adds, rows ascending; fp64 over tiles
/// cost      2*B*PairCount flop
/// truth     ReferenceBackend.ReadKroneckerFactors
/// </code>
/// </remarks>
public static class SecondMoments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(SecondMomentsArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= n.Slices * n.PairCount)
        {
            return;
        }

        int offset = k / n.PairCount;
        int slice = n.FirstSlice + offset;
        int pair = n.FirstPair + (k - (offset * n.PairCount));
        int left = n.Pairs[2 * pair];
        int right = n.Pairs[(2 * pair) + 1];
        int first = slice * n.SliceTiles;
        int end = first + n.SliceTiles;
        first = first > n.FirstTile ? first : n.FirstTile;
        end = end < n.EndTile ? end : n.EndTile;
        double sum = n.Partials[(slice * n.AllPairs) + pair];
        for (int tile = first; tile < end; tile++)
        {
            int words = (tile - n.FirstTile) * n.Columns * RowTile.Quads;
            int rows = RowTile.RowsIn(tile, n.Rows);
            float run = 0f;
            for (int q = 0; q < RowTile.Quads; q++)
            {
                run = AddQuad(
                    Word(n.Tiles, words, left, q), Word(n.Tiles, words, right, q), rows - (q * Float4.Length), run);
            }

            sum += run;
        }

        n.Partials[(slice * n.AllPairs) + pair] = sum;
    }

    private static Float4 Word(ArrayView<Float4> tiles, int first, int column, int quad) =>
        column < 0 ? Float4.Of(1f) : tiles[first + (column * RowTile.Quads) + quad];

    // Rows beyond the last hold what a network makes of zeros, which counts for nothing.
    private static float AddQuad(Float4 left, Float4 right, int rows, float sum)
    {
        if (rows > 0)
        {
            sum = SingleRounding.FusedMultiplyAdd(left.X, right.X, sum);
        }

        if (rows > 1)
        {
            sum = SingleRounding.FusedMultiplyAdd(left.Y, right.Y, sum);
        }

        if (rows > 2)
        {
            sum = SingleRounding.FusedMultiplyAdd(left.Z, right.Z, sum);
        }

        if (rows > 3)
        {
            sum = SingleRounding.FusedMultiplyAdd(left.W, right.W, sum);
        }

        return sum;
    }
}
