using ILGPU;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Batches;

/// <summary>What <see cref="LoadTiles"/> reads and writes.</summary>
public struct LoadTilesArguments
{
    /// <summary>[B,Columns] row-major.</summary>
    public ArrayView<float> Source;

    /// <summary>[tiles,TileColumns,64].</summary>
    public ArrayView<float> Tiles;

    /// <summary>Which row of the source comes where.</summary>
    public RowOrder Order;

    /// <summary>Place in the order of the first row.</summary>
    public int First;

    /// <summary>From one row's place in the order to the next one's.</summary>
    public int Stride;

    /// <summary>Rows that count; those beyond them, in the tiles, become zero.</summary>
    public int Rows;

    /// <summary>Columns of the source.</summary>
    public int Columns;

    /// <summary>Columns of a tile.</summary>
    public int TileColumns;

    /// <summary>Column of the tile that column 0 goes to.</summary>
    public int TileColumn;
}

/// <summary>Copies rows of a row-major batch into tiles, in any order.</summary>
/// <remarks>
/// <code>
/// computes  tiles[k/64, TileColumn + c, k%64] = source[order(First + k*Stride), c]
/// threads   one a row of the tiles; surplus threads leave at once
/// Source    [B,Columns]             read
/// Tiles     [tiles,TileColumns,64]  write  the columns named, rows beyond Rows zero
/// cost      8*Rows*Columns bytes
/// truth     the assignment above
/// </code>
/// </remarks>
public static class LoadTiles
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(LoadTilesArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= RowTile.Count(n.Rows) * RowTile.Rows)
        {
            return;
        }

        int tile = k / RowTile.Rows;
        int target = (((tile * n.TileColumns) + n.TileColumn) * RowTile.Rows) + (k - (tile * RowTile.Rows));
        int source = k < n.Rows ? n.Order[n.First + (k * n.Stride)] * n.Columns : 0;
        for (int column = 0; column < n.Columns; column++)
        {
            n.Tiles[target + (column * RowTile.Rows)] = k < n.Rows ? n.Source[source + column] : 0f;
        }
    }
}
