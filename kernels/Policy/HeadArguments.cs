using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>Loaded samples and distribution parameters, for the kernels that compare them row by row.</summary>
/// <remarks>
/// A sample tile is [actions | advantage | recorded log-probability], [columns + 2, 64]; the last two are of no meaning
/// for likelihoods. Samples are those of the chunk, whose first tile is <see cref="FirstTile"/>; distributions those of
/// the whole batch.
/// </remarks>
public struct HeadArguments
{
    /// <summary>B.</summary>
    public int Rows;

    /// <summary>The tile of the batch that is the first sample tile.</summary>
    public int FirstTile;

    /// <summary>The tile after the last.</summary>
    public int EndTile;

    /// <summary>1 for the surrogate loss, 0 for the likelihood.</summary>
    public int Surrogate;

    /// <summary>Sizes of the distribution.</summary>
    public DistributionSize Size;

    /// <summary>[tiles,columns + 2,64].</summary>
    public ArrayView<float> Samples;

    /// <summary>[tiles,A,64] the distribution that is asked about.</summary>
    public ArrayView<float> Distribution;

    /// <summary>[tiles,A,64] the one that KL is measured from.</summary>
    public ArrayView<float> OldDistribution;

    /// <summary>Columns of a sample tile.</summary>
    public readonly int SampleColumns => Size.Actions + 2;

    /// <summary>The action of a row of the batch, and behind it the advantage and the log-probability.</summary>
    public readonly ViewRow Sample(int row) =>
        ViewRow.InTiles(Samples, SampleColumns, row - (FirstTile * RowTile.Rows));
}
