using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// One row of a batch, by column: a strided view of a register, a tile or device memory.
/// With vector types one "row" is as many neighbouring rows as the vector has lanes.
/// </summary>
/// <typeparam name="TReal">The number, or vector of numbers, in a column.</typeparam>
public interface IRow<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>The value in a column, counted from zero.</summary>
    TReal this[int column] { get; set; }
}
