using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>Every second quad of rows of one column, tile after tile.</summary>
/// <param name="tiles">Memory.</param>
/// <param name="tileWords">Words of a tile.</param>
/// <param name="first">The first quad.</param>
public readonly struct RowWords(ArrayView<Float4> tiles, int tileWords, int first)
{
    private const int StepsOfTile = RowTile.Quads / WeightRegion.Quads;

    private readonly ArrayView<Float4> tiles = tiles;
    private readonly int tileWords = tileWords;
    private readonly int first = first;

    /// <summary>Panels of a tile.</summary>
    public const int PanelsPerTile = StepsOfTile;

    /// <summary>The quad in a panel; panels are counted from the first one of the first tile in memory.</summary>
    public Float4 this[int panel]
    {
        get
        {
            int tile = panel / StepsOfTile;
            return tiles[first + (tile * tileWords) + ((panel & (StepsOfTile - 1)) * WeightRegion.Quads)];
        }
    }
}
