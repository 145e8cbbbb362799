using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Tiles;

/// <summary>
/// Sums of one thread in registers: eight rows of a tile, as two quads, by four columns of a layer.
/// </summary>
/// <remarks>
/// Three 16-byte loads feed 32 fused multiply-adds. The quads are half a tile apart, so that the quads which eight
/// neighbouring threads read are neighbours too.
/// </remarks>
public readonly struct RowBlock
{
    /// <summary>Columns.</summary>
    public const int Columns = 4;

    /// <summary>Blocks that share the rows of a tile.</summary>
    public const int PerTile = RowTile.Quads / 2;

    private RowBlock(
        Float4 low0, Float4 low1, Float4 low2, Float4 low3, Float4 high0, Float4 high1, Float4 high2, Float4 high3)
    {
        Low0 = low0;
        Low1 = low1;
        Low2 = low2;
        Low3 = low3;
        High0 = high0;
        High1 = high1;
        High2 = high2;
        High3 = high3;
    }

    /// <summary>First quad of column 0; the others follow the same pattern.</summary>
    public readonly Float4 Low0;

    /// <summary>First quad of column 1.</summary>
    public readonly Float4 Low1;

    /// <summary>First quad of column 2.</summary>
    public readonly Float4 Low2;

    /// <summary>First quad of column 3.</summary>
    public readonly Float4 Low3;

    /// <summary>Second quad of column 0.</summary>
    public readonly Float4 High0;

    /// <summary>Second quad of column 1.</summary>
    public readonly Float4 High1;

    /// <summary>Second quad of column 2.</summary>
    public readonly Float4 High2;

    /// <summary>Second quad of column 3.</summary>
    public readonly Float4 High3;

    /// <summary>Quads of the block, counted column by column.</summary>
    public const int Quads = 2 * Columns;

    /// <summary>One quad, chosen among registers: what is done with it is compiled once and not eight times.</summary>
    /// <param name="index">Twice the column, and one more for its second quad.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Float4 Quad(int index)
    {
        int column = index / 2;
        bool isHigh = index - (2 * column) != 0;
        Float4 left = Float4.Select(
            isHigh, Float4.Select(column == 0, High0, High1), Float4.Select(column == 0, Low0, Low1));
        Float4 right = Float4.Select(
            isHigh, Float4.Select(column == 2, High2, High3), Float4.Select(column == 2, Low2, Low3));
        return Float4.Select(column < 2, left, right);
    }

    /// <summary>One number a column, the same in all rows: a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowBlock Of(Float4 columns)
    {
        Float4 c0 = Float4.Of(columns.X);
        Float4 c1 = Float4.Of(columns.Y);
        Float4 c2 = Float4.Of(columns.Z);
        Float4 c3 = Float4.Of(columns.W);
        return new RowBlock(c0, c1, c2, c3, c0, c1, c2, c3);
    }

    /// <summary>Adds the outer product of eight rows of an input column and one weight for each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowBlock MultiplyAdd(Float4 low, Float4 high, Float4 weights, RowBlock sum) => new(
        Float4.MultiplyAdd(low, weights.X, sum.Low0),
        Float4.MultiplyAdd(low, weights.Y, sum.Low1),
        Float4.MultiplyAdd(low, weights.Z, sum.Low2),
        Float4.MultiplyAdd(low, weights.W, sum.Low3),
        Float4.MultiplyAdd(high, weights.X, sum.High0),
        Float4.MultiplyAdd(high, weights.Y, sum.High1),
        Float4.MultiplyAdd(high, weights.Z, sum.High2),
        Float4.MultiplyAdd(high, weights.W, sum.High3));
}
