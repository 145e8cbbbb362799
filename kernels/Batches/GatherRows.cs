using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Batches;

/// <summary>What <see cref="GatherRows"/> reads and writes.</summary>
public struct GatherRowsArguments
{
    /// <summary>[tiles,Columns,64].</summary>
    public ArrayView<float> Source;

    /// <summary>[tiles,Columns,64].</summary>
    public ArrayView<float> Target;

    /// <summary>Rows of the target that count; those beyond them, in its tiles, become zero.</summary>
    public int Rows;

    /// <summary>Row k of the target is row k * Stride of the source.</summary>
    public int Stride;

    /// <summary>Columns.</summary>
    public int Columns;
}

/// <summary>Copies every n-th row of a tiled batch into tiles of their own.</summary>
/// <remarks>
/// <code>
/// computes  target[k/64, c, k%64] = source[row k*Stride, c]
/// threads   one a row of the target's tiles; surplus threads leave at once
/// Source    [tiles,Columns,64]  read
/// Target    [tiles,Columns,64]  write  rows beyond Rows zero
/// cost      8*Rows*Columns bytes
/// truth     the assignment above
/// </code>
/// </remarks>
public static class GatherRows
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(GatherRowsArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= RowTile.Count(n.Rows) * RowTile.Rows)
        {
            return;
        }

        int target = (k / RowTile.Rows * (n.Columns - 1) * RowTile.Rows) + k;
        int row = k * n.Stride;
        int source = (row / RowTile.Rows * (n.Columns - 1) * RowTile.Rows) + row;
        for (int column = 0; column < n.Columns; column++)
        {
            n.Target[target + (column * RowTile.Rows)] =
                k < n.Rows ? n.Source[source + (column * RowTile.Rows)] : 0f;
        }
    }
}
