using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// One word of every panel of a few rows: of a column of kept tiles or of one of scratch tiles, tile after tile.
/// </summary>
/// <remarks>Both views are at hand, as a pointer that is one or the other is not known to be aligned.</remarks>
/// <param name="kept">Kept tiles.</param>
/// <param name="scratch">Scratch tiles.</param>
/// <param name="isKept">Which of them.</param>
/// <param name="columns">Columns of a tile.</param>
/// <param name="first">The word of the first panel of the first tile in memory.</param>
public readonly struct RowWords(ArrayView<Float4> kept, ArrayView<Float4> scratch, bool isKept, int columns, int first)
{
    /// <summary>Panels of a tile.</summary>
    public const int PanelsPerTile = RowTile.Quads / WeightRegion.Quads;

    private readonly ArrayView<Float4> kept = kept;
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly bool isKept = isKept;
    private readonly int tileWords = columns * RowTile.Quads;
    private readonly int first = first;

    /// <summary>The word of a panel; panels are counted from the first one of the first tile in memory.</summary>
    public Float4 this[int panel]
    {
        get
        {
            int tile = panel / PanelsPerTile;
            int word = first + (tile * tileWords) + ((panel & (PanelsPerTile - 1)) * WeightRegion.Quads);
            return isKept ? kept[word] : scratch[word];
        }
    }
}
