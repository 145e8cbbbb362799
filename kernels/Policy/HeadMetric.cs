using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="HeadMetric"/> reads and writes.</summary>
public struct HeadMetricArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>Sizes of the distribution.</summary>
    public DistributionSize Size;

    /// <summary>Actions, if the matrix is the empirical one.</summary>
    public FisherSamples Samples;

    /// <summary>[P] v.</summary>
    public ArrayView<float> Direction;

    /// <summary>[tiles,ScratchColumns,64] tangents of all layers' outputs; tile 0 is the chunk's first.</summary>
    public ArrayView<float> Scratch;
}

/// <summary>The Fisher metric applied to the tangents of the distribution parameters, for wide networks.</summary>
/// <remarks>
/// <code>
/// computes  u[b,:] = M_b [dH_L[b,:] | v_s] / B   (eq. 10), or with s_b s_b' in place of M_b (eq. 18); in place
/// threads   one a row of the tiles; surplus threads leave at once
/// Direction     [P]                        read   its last numbers, v_s
/// Distribution  [tiles,A,64]               read
/// Samples       [tiles,columns + 2,64]     read   actions, for scores
/// Scratch       [tiles,ScratchColumns,64]  add    the last A columns; zero in rows that do not count
/// numeric   fp32, the operations of the CPU engine one by one
/// truth     ReferenceBackend.FisherVectorProduct
/// </code>
/// </remarks>
public static class HeadMetric
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<THead>(HeadMetricArguments n)
        where THead : struct, IActionDistribution
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= (n.Plan.EndTile - n.Plan.FirstTile) * RowTile.Rows)
        {
            return;
        }

        int tile = k / RowTile.Rows;
        int column = n.Plan.Layers[n.Plan.LayerCount - 1].OutputColumn;
        int place = (((tile * n.Plan.ScratchColumns) + column) * RowTile.Rows) + (k - (tile * RowTile.Rows));
        Row<THead>(
            n.Plan, n.Size, n.Samples, n.Direction, (n.Plan.FirstTile * RowTile.Rows) + k,
            new ViewRow(n.Scratch, place, RowTile.Rows));
    }

    /// <summary>One row, wherever its tangent lies.</summary>
    internal static void Row<THead>(
        in NetworkPlan plan, in DistributionSize size, in FisherSamples samples, ArrayView<float> direction, int row,
        ViewRow tangent)
        where THead : struct, IActionDistribution
    {
        if (row < plan.Rows)
        {
            int free = plan.Parameters - size.FreeParameters;
            for (int f = 0; f < size.FreeParameters; f++)
            {
                tangent[size.NetworkOutputs + f] = new Float32(direction[free + f]);
            }

            ViewRow distribution = ViewRow.InTiles(plan.Distribution, plan.DistributionColumns, row);
            Float32 weight = new(1f / plan.Rows);
            if (samples.Stride == 0)
            {
                THead.FisherMetric(size, distribution, tangent, weight, tangent);
            }
            else
            {
                ViewRow action = samples.Action(size, row - (plan.FirstTile * RowTile.Rows));
                Float32 slope = THead.LogProbabilityTangent<Float32, ViewRow>(size, distribution, action, tangent);
                THead.LogProbabilityGradient(size, distribution, action, weight * slope, tangent);
            }
        }
        else
        {
            for (int a = 0; a < plan.DistributionColumns; a++)
            {
                tangent[a] = new Float32(0f);
            }
        }
    }
}
