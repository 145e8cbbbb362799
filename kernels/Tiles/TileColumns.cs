using ILGPU;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>Neighbouring columns of a batch in tiles: what a layer reads from or writes to in device memory.</summary>
public struct TileColumns
{
    /// <summary>[tiles,Columns,64] the memory.</summary>
    public ArrayView<Float4> Words;

    /// <summary>Columns of a tile in it.</summary>
    public int Columns;

    /// <summary>The first of these columns.</summary>
    public int Column;

    /// <summary>The tile of the batch that is the first in it.</summary>
    public int FirstTile;

    /// <summary>Columns of a batch's tiles.</summary>
    /// <param name="words">The memory.</param>
    /// <param name="columns">Columns of a tile in it.</param>
    /// <param name="column">The first of these columns.</param>
    /// <param name="firstTile">The tile of the batch that is the first in it.</param>
    public TileColumns(ArrayView<Float4> words, int columns, int column, int firstTile)
    {
        Words = words;
        Columns = columns;
        Column = column;
        FirstTile = firstTile;
    }

    /// <summary>Quad 0 of the first column in a tile.</summary>
    public readonly int Word(int tile) => (((tile - FirstTile) * Columns) + Column) * RowTile.Quads;
}
