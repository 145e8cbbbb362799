using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// Sums of one thread in registers: eight rows, a quad in each of two tiles, by eight columns of a layer.
/// </summary>
/// <remarks>Four 16-byte loads feed 64 fused multiply-adds: the arithmetic, not shared memory, is the limit.</remarks>
/// <param name="left">Columns 0 to 3; its first quad of rows is in the lower tile, its second in the upper.</param>
/// <param name="right">Columns 4 to 7.</param>
public readonly struct DenseBlock(RowBlock left, RowBlock right)
{
    /// <summary>Columns 0 to 3; its first quad of rows is in the lower tile, its second in the upper.</summary>
    public readonly RowBlock Left = left;

    /// <summary>Columns 4 to 7.</summary>
    public readonly RowBlock Right = right;

    /// <summary>Adds the outer product of eight rows of an input column and one weight for each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DenseBlock MultiplyAdd(Float4 low, Float4 high, Float4 left, Float4 right, DenseBlock sum) => new(
        RowBlock.MultiplyAdd(low, high, left, sum.Left),
        RowBlock.MultiplyAdd(low, high, right, sum.Right));
}
