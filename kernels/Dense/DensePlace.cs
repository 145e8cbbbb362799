using System;
using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// What one thread of a dense product works on: the rows of two tiles by 64 outputs are its group's, cut into 128
/// blocks of eight by eight.
/// </summary>
public readonly struct DensePlace
{
    /// <summary>Blocks of a group, and its threads: a group of fewer takes the blocks in several rounds.</summary>
    public const int Blocks = 128;

    /// <summary>Tiles of a group.</summary>
    public const int Tiles = 2;

    /// <summary>Outputs of a group.</summary>
    public const int Outputs = 64;

    /// <summary>Quads of outputs of a group.</summary>
    public const int OutputQuads = Outputs / Float4.Length;

    private const int RowQuadsOfWarp = 8;
    private const int OutputQuadsOfWarp = 4;

    private DensePlace(
        int lowTile, bool hasHigh, int firstQuad, int lastQuad, int rowQuad, int outputQuad, bool owned)
    {
        LowTile = lowTile;
        HasHigh = hasHigh;
        FirstQuad = firstQuad;
        LastQuad = lastQuad;
        RowQuad = rowQuad;
        OutputQuad = outputQuad;
        Owned = owned;
    }

    /// <summary>The lower tile.</summary>
    public readonly int LowTile;

    /// <summary>Whether there is an upper tile: the last pair of an odd number of tiles has none.</summary>
    public readonly bool HasHigh;

    /// <summary>The group's first quad of outputs.</summary>
    public readonly int FirstQuad;

    /// <summary>The layer's last quad of outputs.</summary>
    public readonly int LastQuad;

    /// <summary>The thread's quad of rows, in both tiles.</summary>
    public readonly int RowQuad;

    /// <summary>The first of the thread's two quads of outputs, counted from the group's first.</summary>
    public readonly int OutputQuad;

    /// <summary>Whether the block is this thread's to store.</summary>
    public readonly bool Owned;

    /// <summary>The upper tile, or the lower one again.</summary>
    public int HighTile => HasHigh ? LowTile + 1 : LowTile;

    /// <summary>The thread's first quad of outputs in the layer.</summary>
    public int Left => FirstQuad + OutputQuad;

    /// <summary>Its second: half a group on, so that neighbouring threads read neighbouring words.</summary>
    public int Right => Left + (OutputQuads / 2);

    /// <summary>Groups of a product over a range of tiles.</summary>
    public static int Groups(int tiles, int outputs) => (tiles + (Tiles - 1)) / Tiles * OutputGroups(outputs);

    /// <summary>The place of the calling thread in one of the rounds of its group.</summary>
    /// <param name="firstTile">First tile of the launch.</param>
    /// <param name="endTile">The tile after its last.</param>
    /// <param name="outputs">O.</param>
    /// <param name="round">Blocks before this round.</param>
    public static DensePlace Of(int firstTile, int endTile, int outputs, int round)
    {
        // Groups of the same rows are neighbours, so that the rows are read from memory once.
        int across = OutputGroups(outputs);
        int pair = Grid.IdxX / across;
        int tile = firstTile + (pair * Tiles);
        int firstQuad = (Grid.IdxX - (pair * across)) * OutputQuads;

        // 32 neighbours take 8 quads of rows by 4 of outputs: 12 words of shared memory, none of them twice.
        int index = round + Group.IdxX;
        int block = Math.Min(index, Blocks - 1);
        int lowRow = block & (RowQuadsOfWarp - 1);
        int lowOutput = (block >> 3) & (OutputQuadsOfWarp - 1);
        int rowQuad = lowRow + (((block >> 5) & 1) * RowQuadsOfWarp);
        int outputQuad = lowOutput + ((block >> 6) * OutputQuadsOfWarp);
        return new DensePlace(
            tile, tile + 1 < endTile, firstQuad, (outputs - 1) / Float4.Length, rowQuad, outputQuad, index < Blocks);
    }

    private static int OutputGroups(int outputs) => (outputs + (Outputs - 1)) / Outputs;
}
