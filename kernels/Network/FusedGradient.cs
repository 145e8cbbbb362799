using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What <see cref="FusedGradient"/> reads besides the plan.</summary>
public struct GradientArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>
    /// [tiles,A,64] gradient with respect to the distribution parameters, from the chunk's first tile on.
    /// </summary>
    public ArrayView<Float4> OutputGradient;
}

/// <summary>
/// The gradient of a narrow network in one launch: the backward sweep of a tile in shared memory, tile after tile, the
/// sums over rows in registers.
/// </summary>
/// <remarks>
/// <code>
/// computes   partial[g] = sum over the rows of group g's runs of J_b' u_b   (eq. 6, 7)
/// threads    Groups groups, each for every Groups-th run of RunTiles tiles; shared memory 272 * ScratchColumns bytes
/// OutputGradient [tiles,A,64]        read   u, zero in rows that do not count
/// Kept       [tiles,KeptColumns,64]  read   inputs of the layers at these parameters
/// Transposed                         read   W' of the layers from the second on
/// Partials   [Groups,P]              add
/// needs      blocks of weights for at most TSums.Count, scratch columns for at most four, a thread
/// numeric    fp32; the sum over a run's rows is one chain, runs are added in fp64, in order
/// cost       2*B*(I_1*O_1) + 4*B*(sum of I*O of the other layers) flop; 4*B*(KeptColumns + A) bytes
/// truth      ReferenceBackend.SurrogateGradient
/// </code>
/// </remarks>
public static class FusedGradient
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation, TSums>(GradientArguments n)
        where TActivation : struct, IActivation
        where TSums : unmanaged, IWeightSums<TSums>
    {
        ArrayView<Float4> scratch = SharedMemory.GetDynamic<Float4>();
        int outputColumn = n.Plan.Layers[n.Plan.LayerCount - 1].OutputColumn;
        for (int run = n.Plan.FirstRun(Grid.IdxX); run * n.Plan.RunTiles < n.Plan.EndTile; run += n.Plan.Groups)
        {
            TSums sums = default;
            Float4 biases = default;
            for (int tile = run * n.Plan.RunTiles; tile < n.Plan.EndOfRun(run); tile++)
            {
                int keptTile = n.Plan.KeptTile(tile);
                LoadOutputGradient(n, tile, outputColumn, scratch);
                GradientPhases.Backward<TActivation>(n.Plan, keptTile, scratch);
                sums = TSums.Add(sums, n.Plan, keptTile, scratch, Group.IdxX);
                biases = GradientPhases.AddBiases(biases, n.Plan, scratch);

                // The next tile overwrites what this one's sums were read from.
                Group.Barrier();
            }

            GradientPhases.Flush(sums, biases, n.Plan, run);
        }
    }

    private static void LoadOutputGradient(
        in GradientArguments n, int tile, int outputColumn, ArrayView<Float4> scratch)
    {
        int source = (tile - n.Plan.FirstTile) * n.Plan.DistributionColumns * RowTile.Quads;
        for (int item = Group.IdxX; item < n.Plan.DistributionColumns * RowTile.Quads; item += Group.DimX)
        {
            int column = item / RowTile.Quads;
            int quad = item - (column * RowTile.Quads);
            scratch[((outputColumn + column) * RowTile.SharedStride) + quad] = n.OutputGradient[source + item];
        }

        // The backward sweep reads whole columns.
        Group.Barrier();
    }
}
