namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// The engine's unit of work: 64 rows of a batch, stored feature by feature, so that a vector holds one
/// feature of neighbouring rows.
/// </summary>
/// <remarks>
/// Column c of a tile is the 64 floats from <c>c * Rows</c> on. A tile with fewer rows computes on as many as
/// fill whole granules; what lies in the rows beyond is computed with and never read.
/// </remarks>
internal static class Tile
{
    /// <summary>Rows of a tile, and the distance from one column to the next.</summary>
    public const int Rows = 64;

    /// <summary>Widest vector: what rows and lanes are rounded up to.</summary>
    public const int Granule = 16;

    /// <summary>The number of tiles that hold <paramref name="rows"/> rows.</summary>
    public static int Count(int rows) => (int)(((long)rows + Rows - 1) / Rows);

    /// <summary>Rows in tile <paramref name="tile"/> of a batch.</summary>
    public static int RowsIn(int tile, int rows) => int.Min(Rows, rows - (tile * Rows));

    /// <summary>The next multiple of a granule.</summary>
    public static int RoundUp(int count) => (count + Granule - 1) / Granule * Granule;
}
