using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>One network over one batch as kernels see it: sizes, tables and the memory that operations share.</summary>
/// <remarks>
/// A kept tile holds the inputs of all layers, [H_0 | H_1 | ... | H_(L-1)]; a scratch tile their outputs,
/// [Z_1 | ... | Z_L | s]: tangents on the way forward, gradients on the way back. Scratch tiles of narrow networks
/// are in shared memory, those of wide ones in device memory beside the kept tiles. Where the memory holds fewer
/// kept tiles than the batch has, they are those of one chunk and are filled again for every sweep.
/// </remarks>
public struct NetworkPlan
{
    /// <summary>B.</summary>
    public int Rows;

    /// <summary>L.</summary>
    public int LayerCount;

    /// <summary>P.</summary>
    public int Parameters;

    /// <summary>A: columns of a row of distribution parameters.</summary>
    public int DistributionColumns;

    /// <summary>Columns of a kept tile: the widths of all layers' inputs.</summary>
    public int KeptColumns;

    /// <summary>Columns of a scratch tile: the widths of all layers' outputs and the free parameters.</summary>
    public int ScratchColumns;

    /// <summary>The tile of the batch that is the first kept one.</summary>
    public int FirstTile;

    /// <summary>The tile after the last kept one.</summary>
    public int EndTile;

    /// <summary>Groups that share the batch, each with a partial gradient of its own.</summary>
    public int Groups;

    /// <summary>Tiles of a run: what is summed in single precision before it is added to a partial gradient.</summary>
    public int RunTiles;

    /// <summary>[L] sizes and places.</summary>
    public ArrayView<LayerPlace> Layers;

    /// <summary>Blocks of weights, in the order in which threads take them.</summary>
    public ArrayView<WeightBlock> Blocks;

    /// <summary>[ScratchColumns] offset in the parameters of the bias, or free parameter, of each column.</summary>
    public ArrayView<int> Biases;

    /// <summary>[tiles,KeptColumns,64] inputs of the layers.</summary>
    public ArrayView<Float4> Kept;

    /// <summary>[tiles,A,64] distribution parameters, of the whole batch.</summary>
    public ArrayView<float> Distribution;

    /// <summary>[O,I rounded up to four] transposed weights, layer by layer from the second on.</summary>
    public ArrayView<Float4> Transposed;

    /// <summary>[Groups,P] partial gradients.</summary>
    public ArrayView<double> Partials;

    /// <summary>
    /// The first run of the chunk that a group takes; it goes on in steps of <see cref="Groups"/>. The runs of a group,
    /// and their order, are those of the whole batch however it is cut into chunks.
    /// </summary>
    public readonly int FirstRun(int group)
    {
        int first = FirstTile / RunTiles;
        int ahead = group - (first % Groups);
        return first + (ahead >= 0 ? ahead : ahead + Groups);
    }

    /// <summary>The tile after the last of a run.</summary>
    public readonly int EndOfRun(int run)
    {
        int end = (run + 1) * RunTiles;
        return end < EndTile ? end : EndTile;
    }

    /// <summary>Quad 0 of column 0 of a kept tile.</summary>
    public readonly int KeptTile(int tile) => (tile - FirstTile) * KeptColumns * RowTile.Quads;

    /// <summary>Quad 0 of column 0 of a scratch tile in device memory.</summary>
    public readonly int ScratchTile(int tile) => (tile - FirstTile) * ScratchColumns * RowTile.Quads;
}
