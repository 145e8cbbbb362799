using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// One word of every panel of a few rows, panel after panel: of a column of kept tiles or of one of scratch tiles.
/// </summary>
/// <remarks>Both views are at hand, as a pointer that is one or the other is not known to be aligned.</remarks>
public struct RowWords
{
    /// <summary>Panels of a tile.</summary>
    public const int PanelsPerTile = RowTile.Quads / WeightRegion.Quads;

    private readonly ArrayView<Float4> kept;
    private readonly ArrayView<Float4> scratch;
    private readonly bool isKept;
    private readonly int tileStep;
    private int word;

    /// <summary>The word of a panel.</summary>
    /// <param name="kept">Kept tiles.</param>
    /// <param name="scratch">Scratch tiles.</param>
    /// <param name="isKept">Which of them.</param>
    /// <param name="columns">Columns of a tile.</param>
    /// <param name="first">The word of the first panel of the first tile in memory.</param>
    /// <param name="panel">The panel, counted from there.</param>
    public RowWords(
        ArrayView<Float4> kept, ArrayView<Float4> scratch, bool isKept, int columns, int first, int panel)
    {
        this.kept = kept;
        this.scratch = scratch;
        this.isKept = isKept;
        int tile = panel / PanelsPerTile;
        int step = panel - (tile * PanelsPerTile);
        word = first + (tile * columns * RowTile.Quads) + (step * WeightRegion.Quads);
        tileStep = (columns * RowTile.Quads) - RowTile.Quads + WeightRegion.Quads;
    }

    /// <summary>Loads it.</summary>
    public readonly Float4 Load() => isKept ? kept[word] : scratch[word];

    /// <summary>Goes on to the word of the next panel.</summary>
    /// <param name="panel">The next panel.</param>
    public void MoveTo(int panel) => word += (panel & (PanelsPerTile - 1)) == 0 ? tileStep : WeightRegion.Quads;
}
