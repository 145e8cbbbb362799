using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What <see cref="FusedFisherProduct"/> reads besides the plan.</summary>
public struct FisherProductArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>Sizes of the distribution.</summary>
    public DistributionSize Size;

    /// <summary>Actions, if the matrix is the empirical one.</summary>
    public FisherSamples Samples;

    /// <summary>[P] of the gradient.</summary>
    public ArrayView<float> Parameters;

    /// <summary>[P] v.</summary>
    public ArrayView<float> Direction;
}

/// <summary>
/// The Fisher-vector product of a narrow network in one launch: tangent, metric and backward sweep of a tile in
/// shared memory, tile after tile, the sums over rows in registers.
/// </summary>
/// <remarks>
/// <code>
/// computes   partial[g] = sum over the rows of group g's runs of J_b' M_b J_b v / B   (eq. 8 to 10, 6, 7), or with
///            s_b s_b' in place of M_b (eq. 18)
/// threads    Groups groups, each for every Groups-th run of RunTiles tiles; shared memory 272 * ScratchColumns bytes
/// Parameters [P]                     read
/// Direction  [P]                     read
/// Kept       [tiles,KeptColumns,64]  read   inputs of the layers at these parameters
/// Distribution [tiles,A,64]          read   distribution parameters at these parameters
/// Samples    [tiles,columns + 2,64]  read   actions, for scores
/// Transposed                         read   W' of the layers from the second on
/// Partials   [Groups,P]              add
/// needs      blocks of weights for at most TSums.Count, scratch columns for at most four, a thread
/// numeric    fp32; the sum over a run's rows is one chain, runs are added in fp64, in order
/// cost       4*B*(I_1*O_1) + 8*B*(sum of I*O of the other layers) flop; 4*B*(KeptColumns + A) bytes
/// truth      ReferenceBackend.FisherVectorProduct
/// </code>
/// </remarks>
public static class FusedFisherProduct
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation, THead, TSums>(FisherProductArguments n)
        where TActivation : struct, IActivation
        where THead : struct, IActionDistribution
        where TSums : unmanaged, IWeightSums<TSums>
    {
        ArrayView<Float4> scratch = SharedQuads.All();
        for (int run = n.Plan.FirstRun(Grid.IdxX); run * n.Plan.RunTiles < n.Plan.EndTile; run += n.Plan.Groups)
        {
            TSums sums = default;
            Float4 biases = default;
            for (int tile = run * n.Plan.RunTiles; tile < n.Plan.EndOfRun(run); tile++)
            {
                int keptTile = n.Plan.KeptTile(tile);
                Tangent<TActivation>(n, keptTile, scratch);
                Metric<THead>(n, tile, scratch);
                GradientPhases.Backward<TActivation>(n.Plan, keptTile, scratch);
                sums = TSums.Add(sums, n.Plan, keptTile, scratch, Group.IdxX);
                biases = GradientPhases.AddBiases(biases, n.Plan, scratch);

                // The next tile overwrites what this one's sums were read from.
                Group.Barrier();
            }

            GradientPhases.Flush(sums, biases, n.Plan, run);
        }
    }

    private static void Tangent<TActivation>(in FisherProductArguments n, int keptTile, ArrayView<Float4> scratch)
        where TActivation : struct, IActivation
    {
        int last = n.Plan.LayerCount - 1;
        int tangents = 0;
        int tangentColumn = 0;
        for (int l = 0; l < last; l++)
        {
            LayerPlace layer = n.Plan.Layers[l];
            SlopedOutput<TActivation> target = new(
                scratch, layer.OutputColumn, n.Plan.Kept,
                keptTile + (n.Plan.Layers[l + 1].InputColumn * RowTile.Quads));
            LayerPhases.Tangent(
                n.Parameters, n.Direction, layer,
                new GlobalColumns(n.Plan.Kept, keptTile + (layer.InputColumn * RowTile.Quads)),
                new SharedColumns(scratch, tangentColumn), tangents, target);
            tangents = layer.Outputs;
            tangentColumn = layer.OutputColumn;

            // The tangents of a layer's outputs are the next one's inputs.
            Group.Barrier();
        }

        LayerPlace output = n.Plan.Layers[last];
        LayerPhases.Tangent(
            n.Parameters, n.Direction, output,
            new GlobalColumns(n.Plan.Kept, keptTile + (output.InputColumn * RowTile.Quads)),
            new SharedColumns(scratch, tangentColumn), tangents, new PlainOutput(scratch, output.OutputColumn));
        Group.Barrier();
    }

    // In place: [dH_L | v_s] becomes M [dH_L | v_s] / B, or s s' [dH_L | v_s] / B.
    private static void Metric<THead>(in FisherProductArguments n, int tile, ArrayView<Float4> scratch)
        where THead : struct, IActionDistribution
    {
        ArrayView<float> numbers = scratch.Cast<float>();
        int stride = RowTile.SharedStride * Float4.Length;
        int column = n.Plan.Layers[n.Plan.LayerCount - 1].OutputColumn * stride;
        for (int row = Group.IdxX; row < RowTile.Rows; row += Group.DimX)
        {
            HeadMetric.Row<THead>(
                n.Plan, n.Size, n.Samples, n.Direction, (tile * RowTile.Rows) + row,
                new ViewRow(numbers, column + row, stride));
        }

        // The backward sweep reads whole columns.
        Group.Barrier();
    }
}
