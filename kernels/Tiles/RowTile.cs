namespace TrpoGpu.Kernels.Tiles;

/// <summary>
/// A tile of rows: the unit in which kernels store batches. A batch of C columns is [tiles,C,64], so that the 64 rows
/// of a column are neighbours; what lies beyond the last row of the last tile is zero.
/// </summary>
/// <remarks>
/// Neighbouring threads take neighbouring rows, or quads of rows as one 16-byte word: both read and write whole
/// cache lines, in global and in shared memory.
/// </remarks>
public static class RowTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 64;

    /// <summary>Quads of neighbouring rows.</summary>
    public const int Quads = Rows / Float4.Length;

    /// <summary>
    /// Quads from one column of a tile in shared memory to the next: one more than a tile has, so that a row of
    /// neighbouring columns spreads over the banks.
    /// </summary>
    public const int SharedStride = Quads + 1;

    /// <summary>Tiles that hold <paramref name="rows"/> rows.</summary>
    public static int Count(int rows) => (rows + (Rows - 1)) / Rows;

    /// <summary>Rows that count in a tile: 64, or what is left of a batch of <paramref name="rows"/>.</summary>
    public static int RowsIn(int tile, int rows)
    {
        int left = rows - (tile * Rows);
        return left < Rows ? left : Rows;
    }
}
