using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What gradient and Fisher product share: the backward sweep and the sums over rows.</summary>
public static class GradientPhases
{
    /// <summary>Carries the gradients of the last layer's outputs in a scratch tile to those of all layers.</summary>
    public static void Backward<TActivation>(in NetworkPlan plan, int keptTile, ArrayView<Float4> scratch)
        where TActivation : struct, IActivation
    {
        for (int l = plan.LayerCount - 1; l > 0; l--)
        {
            LayerPhases.Backward<TActivation>(
                plan, plan.Layers[l], plan.Layers[l - 1].OutputColumn, keptTile, scratch);

            // The gradients of a layer's inputs are what the layer before goes on from.
            Group.Barrier();
        }
    }

    /// <summary>
    /// Adds the rows of a tile to the sums of up to four columns a thread: the gradients of biases and of free
    /// parameters.
    /// </summary>
    public static Float4 AddBiases(Float4 sums, in NetworkPlan plan, ArrayView<Float4> scratch) => new(
        AddColumn(sums.X, plan, scratch, Group.IdxX),
        AddColumn(sums.Y, plan, scratch, Group.IdxX + Group.DimX),
        AddColumn(sums.Z, plan, scratch, Group.IdxX + (2 * Group.DimX)),
        AddColumn(sums.W, plan, scratch, Group.IdxX + (3 * Group.DimX)));

    /// <summary>Adds the sums of a run to its group's partial gradient.</summary>
    public static void Flush<TSums>(TSums sums, Float4 biases, in NetworkPlan plan, int run)
        where TSums : unmanaged, IWeightSums<TSums>
    {
        int partial = Grid.IdxX * plan.Parameters;
        bool begins = run < plan.Groups;
        TSums.Flush(sums, plan, partial, Group.IdxX, begins);
        FlushColumn(biases.X, plan, partial, Group.IdxX, begins);
        FlushColumn(biases.Y, plan, partial, Group.IdxX + Group.DimX, begins);
        FlushColumn(biases.Z, plan, partial, Group.IdxX + (2 * Group.DimX), begins);
        FlushColumn(biases.W, plan, partial, Group.IdxX + (3 * Group.DimX), begins);
    }

    private static float AddColumn(float sum, in NetworkPlan plan, ArrayView<Float4> scratch, int column)
    {
        if (column < plan.ScratchColumns)
        {
            for (int quad = 0; quad < RowTile.Quads; quad++)
            {
                sum = Float4.AddDot(scratch[(column * RowTile.SharedStride) + quad], Float4.Of(1f), sum);
            }
        }

        return sum;
    }

    private static void FlushColumn(float sum, in NetworkPlan plan, int partial, int column, bool begins)
    {
        if (column < plan.ScratchColumns)
        {
            PartialSum.Add(plan.Partials, partial + plan.Biases[column], sum, begins);
        }
    }
}
