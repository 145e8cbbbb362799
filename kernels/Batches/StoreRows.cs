using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Batches;

/// <summary>What <see cref="StoreRows"/> reads and writes.</summary>
public struct StoreRowsArguments
{
    /// <summary>[tiles,Columns,64].</summary>
    public ArrayView<float> Tiles;

    /// <summary>[B,Columns] row-major.</summary>
    public ArrayView<float> Target;

    /// <summary>B.</summary>
    public int Rows;

    /// <summary>Columns.</summary>
    public int Columns;
}

/// <summary>Copies tiles into a row-major batch.</summary>
/// <remarks>
/// <code>
/// computes  target[k, c] = tiles[k/64, c, k%64]
/// threads   one a row; surplus threads leave at once
/// Tiles     [tiles,Columns,64]  read
/// Target    [B,Columns]         write
/// cost      8*B*Columns bytes
/// truth     the assignment above
/// </code>
/// </remarks>
public static class StoreRows
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(StoreRowsArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= n.Rows)
        {
            return;
        }

        int tile = k / RowTile.Rows;
        int source = (tile * (n.Columns - 1) * RowTile.Rows) + k;
        for (int column = 0; column < n.Columns; column++)
        {
            n.Target[(k * n.Columns) + column] = n.Tiles[source + (column * RowTile.Rows)];
        }
    }
}
