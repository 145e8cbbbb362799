using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>One row of a batch in device memory: its columns lie a stride apart.</summary>
/// <param name="view">Where.</param>
/// <param name="first">Index of column 0.</param>
/// <param name="stride">From one column to the next: 1 in a row-major batch, 64 in a tile.</param>
public readonly struct ViewRow(ArrayView<float> view, int first, int stride) : IRow<Float32>
{
    private readonly ArrayView<float> view = view;
    private readonly int first = first;
    private readonly int stride = stride;

    /// <inheritdoc/>
    public Float32 this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(view[first + (column * stride)]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => view[first + (column * stride)] = value.Value;
    }

    /// <summary>A row of a batch that is stored in tiles of <paramref name="columns"/> columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ViewRow InTiles(ArrayView<float> tiles, int columns, int row)
    {
        int tile = row / RowTile.Rows;
        return new ViewRow(tiles, (tile * (columns - 1) * RowTile.Rows) + row, RowTile.Rows);
    }
}
