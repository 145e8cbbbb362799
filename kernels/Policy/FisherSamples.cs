using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>The loaded actions of the rows that a Fisher matrix is averaged over, for the empirical one.</summary>
public struct FisherSamples
{
    /// <summary>
    /// [tiles,columns + 2,64] as in <see cref="HeadArguments"/>; tile 0 is the chunk's first.
    /// </summary>
    public ArrayView<float> Tiles;

    /// <summary>
    /// How many rows of the samples a row of the matrix is; 0 for the expected metric, which reads none.
    /// </summary>
    public int Stride;

    /// <summary>The action of a row.</summary>
    /// <param name="size">Sizes of the distribution.</param>
    /// <param name="row">Counted from the chunk's first.</param>
    public readonly ViewRow Action(in DistributionSize size, int row) =>
        ViewRow.InTiles(Tiles, size.Actions + 2, row * Stride);
}
