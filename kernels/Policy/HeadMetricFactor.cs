using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="HeadMetricFactor"/> reads and writes.</summary>
public struct HeadMetricFactorArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>Sizes of the distribution.</summary>
    public DistributionSize Size;

    /// <summary>k.</summary>
    public int Column;

    /// <summary>[tiles,ScratchColumns,64] gradients of all layers' outputs; tile 0 is the plan's first.</summary>
    public ArrayView<float> Scratch;
}

/// <summary>One column of a factor of the Fisher metric, where a backward sweep expects the gradient.</summary>
/// <remarks>
/// <code>
/// computes  u[b,:] = S_b e_k,  S_b S_b' = M_b of the network outputs   (eq. 19)
/// threads   one a row of the tiles; surplus threads leave at once
/// Distribution  [tiles,A,64]               read
/// Scratch       [tiles,ScratchColumns,64]  write  the last layer's columns; zero in rows that do not count
/// numeric   fp32, the operations of the CPU engine one by one
/// truth     ReferenceBackend.ReadKroneckerFactors
/// </code>
/// </remarks>
public static class HeadMetricFactor
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<THead>(HeadMetricFactorArguments n)
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
        ViewRow result = new(n.Scratch, place, RowTile.Rows);
        int row = (n.Plan.FirstTile * RowTile.Rows) + k;
        if (row < n.Plan.Rows)
        {
            ViewRow distribution = ViewRow.InTiles(n.Plan.Distribution, n.Plan.DistributionColumns, row);
            THead.FisherMetricFactor<Float32, ViewRow>(n.Size, distribution, n.Column, result);
        }
        else
        {
            for (int a = 0; a < n.Size.NetworkOutputs; a++)
            {
                result[a] = new Float32(0f);
            }
        }
    }
}
