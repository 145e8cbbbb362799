namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// How a batch is cut into chunks whose gradients are summed apart and then added in order. It depends on the
/// number of rows and the size of a gradient alone, so the number of threads has no say in the result.
/// </summary>
internal readonly struct BatchPartition
{
    /// <summary>
    /// Tiles after which a float32 sum is added to a double: at most 256 terms are summed in float32.
    /// </summary>
    public const int TilesPerRun = 4;

    /// <summary>
    /// Enough for dozens of cores; the partial gradients of all chunks are added at the end, so not more.
    /// </summary>
    public const int MaxChunks = 64;
    private const int MinChunks = 16;
    private const int MinTilesPerChunk = 2;

    // Partial gradients of large networks are kept to 32 MiB, which a last-level cache may hold, where fewer
    // chunks suffice for that.
    private const int PartialBudget = 1 << 22;

    /// <summary>Partitions <paramref name="rows"/> rows.</summary>
    /// <param name="rows">B.</param>
    /// <param name="gradientLength">Doubles in one partial gradient.</param>
    public BatchPartition(int rows, int gradientLength)
    {
        Tiles = Tile.Count(rows);
        int chunks = MaxChunksOf(gradientLength);
        TilesPerChunk = int.Max(MinTilesPerChunk, (Tiles + chunks - 1) / chunks);
        Chunks = (Tiles + TilesPerChunk - 1) / TilesPerChunk;
    }

    /// <summary>Tiles of the batch.</summary>
    public int Tiles { get; }

    /// <summary>Tiles in every chunk but perhaps the last.</summary>
    public int TilesPerChunk { get; }

    /// <summary>Chunks.</summary>
    public int Chunks { get; }

    /// <summary>The most chunks that any batch of at most <paramref name="capacity"/> rows has.</summary>
    public static int LargestChunkCount(int capacity, int gradientLength) =>
        int.Min(
            MaxChunksOf(gradientLength), (Tile.Count(capacity) + MinTilesPerChunk - 1) / MinTilesPerChunk);

    /// <summary>The first tile of a chunk.</summary>
    public int FirstTile(int chunk) => chunk * TilesPerChunk;

    /// <summary>The tile after the last of a chunk.</summary>
    public int EndTile(int chunk) => int.Min(Tiles, (chunk + 1) * TilesPerChunk);

    private static int MaxChunksOf(int gradientLength) =>
        int.Clamp(PartialBudget / gradientLength, MinChunks, MaxChunks);
}
