using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What <see cref="FusedForward"/> reads and writes besides the plan's tables.</summary>
public struct ForwardArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>[P].</summary>
    public ArrayView<float> Parameters;

    /// <summary>[tiles,InputColumns,64] from the chunk's first tile on; the first columns are the input.</summary>
    public ArrayView<Float4> Input;

    /// <summary>Columns of an input tile.</summary>
    public int InputColumns;

    /// <summary>[tiles,A,64] distribution parameters; tile 0 is the batch's first.</summary>
    public ArrayView<Float4> Distribution;

    /// <summary>1 to keep the hidden layers in the plan's kept tiles, else 0.</summary>
    public int Keep;
}

/// <summary>The outputs of a narrow network for every row, tile after tile in shared memory.</summary>
/// <remarks>
/// <code>
/// computes  h_l = f(h_(l-1) W_l + c_l), w = [h_L | s]   (eq. 1 to 3)
/// threads   each group takes every Grid.DimX-th tile; shared memory 272 * ScratchColumns bytes
/// Input         [tiles,InputColumns,64]  read
/// Kept          [tiles,KeptColumns,64]   write  hidden layers, zero in rows that do not count; if asked for
/// Distribution  [tiles,A,64]             write  rows that do not count hold what zeros as input give
/// numeric   fp32, one chain a number: the bits of every other engine's forward pass
/// cost      2*B*(sum of I*O) flop; 4*B*(I + A + kept columns) bytes
/// truth     ReferenceBackend.Forward
/// </code>
/// </remarks>
public static class FusedForward
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation>(ForwardArguments n)
        where TActivation : struct, IActivation
    {
        ArrayView<Float4> scratch = SharedMemory.GetDynamic<Float4>();
        for (int tile = n.Plan.FirstTile + Grid.IdxX; tile < n.Plan.EndTile; tile += Grid.DimX)
        {
            GlobalColumns input = new(n.Input, (tile - n.Plan.FirstTile) * n.InputColumns * RowTile.Quads);
            int distribution = tile * n.Plan.DistributionColumns * RowTile.Quads;
            LayerPlace layer = n.Plan.Layers[0];
            if (n.Plan.LayerCount == 1)
            {
                LayerPhases.Forward(n.Parameters, layer, input, new TileOutput(n.Distribution, distribution));
            }
            else
            {
                LayerPhases.Forward(n.Parameters, layer, input, Hidden<TActivation>(n, tile, 0, scratch));
                for (int l = 1; l < n.Plan.LayerCount - 1; l++)
                {
                    // A layer's outputs are the next one's inputs.
                    Group.Barrier();
                    LayerPhases.Forward(
                        n.Parameters, n.Plan.Layers[l], Outputs(n, l - 1, scratch),
                        Hidden<TActivation>(n, tile, l, scratch));
                }

                Group.Barrier();
                int last = n.Plan.LayerCount - 1;
                LayerPhases.Forward(
                    n.Parameters, n.Plan.Layers[last], Outputs(n, last - 1, scratch),
                    new TileOutput(n.Distribution, distribution));
            }

            StoreFreeParameters(n, distribution);

            // The next tile overwrites what this one's layers were read from.
            Group.Barrier();
        }
    }

    private static SharedColumns Outputs(in ForwardArguments n, int layer, ArrayView<Float4> scratch) =>
        new(scratch, n.Plan.Layers[layer].OutputColumn);

    private static ActivatedOutput<TActivation> Hidden<TActivation>(
        in ForwardArguments n, int tile, int layer, ArrayView<Float4> scratch)
        where TActivation : struct, IActivation
    {
        int kept = n.Plan.KeptTile(tile) + (n.Plan.Layers[layer + 1].InputColumn * RowTile.Quads);
        return new ActivatedOutput<TActivation>(
            scratch, n.Plan.Layers[layer].OutputColumn, n.Plan.Kept, n.Keep != 0 ? kept : -1,
            RowTile.RowsIn(tile, n.Plan.Rows));
    }

    private static void StoreFreeParameters(in ForwardArguments n, int distribution)
    {
        int outputs = n.Plan.Layers[n.Plan.LayerCount - 1].Outputs;
        int free = n.Plan.DistributionColumns - outputs;
        for (int item = Group.IdxX; item < free * RowTile.Quads; item += Group.DimX)
        {
            float value = n.Parameters[n.Plan.Parameters - free + (item / RowTile.Quads)];
            n.Distribution[distribution + (outputs * RowTile.Quads) + item] = Float4.Of(value);
        }
    }
}
