using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>The input of a layer, by column: quads of the rows of one tile.</summary>
public interface ILayerColumns
{
    /// <summary>Quad <paramref name="quad"/> of a column.</summary>
    Float4 this[int column, int quad] { get; }
}

/// <summary>Columns of a tile in global memory.</summary>
/// <param name="tiles">Tiles.</param>
/// <param name="first">Quad 0 of column 0.</param>
public readonly struct GlobalColumns(ArrayView<Float4> tiles, int first) : ILayerColumns
{
    private readonly ArrayView<Float4> tiles = tiles;
    private readonly int first = first;

    /// <inheritdoc/>
    public Float4 this[int column, int quad] => tiles[first + (column * RowTile.Quads) + quad];
}

/// <summary>Columns of a tile in shared memory.</summary>
/// <param name="scratch">The tile.</param>
/// <param name="first">Column 0.</param>
public readonly struct SharedColumns(ArrayView<Float4> scratch, int first) : ILayerColumns
{
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly int first = first * RowTile.SharedStride;

    /// <inheritdoc/>
    public Float4 this[int column, int quad] => scratch[first + (column * RowTile.SharedStride) + quad];
}
