using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="HeadGradient"/> reads and writes.</summary>
public struct HeadGradientArguments
{
    /// <summary>Samples and their distribution.</summary>
    public HeadArguments Head;

    /// <summary>[tiles,TargetColumns,64] whose columns from <see cref="TargetColumn"/> on take the gradient.</summary>
    public ArrayView<float> Target;

    /// <summary>Columns of a target tile.</summary>
    public int TargetColumns;

    /// <summary>First column of the gradient in it.</summary>
    public int TargetColumn;

    /// <summary>A smaller ratio of a row with a negative advantage weighs nothing; minus infinity for none.</summary>
    public float LowestRatio;

    /// <summary>A larger ratio of a row with a positive advantage weighs nothing; infinity for none.</summary>
    public float HighestRatio;

    /// <summary>What the gradient of KL(old, new) is weighted by, the mean included; 0 for no such term.</summary>
    public float KlWeight;

    /// <summary>What the gradient of the entropy is weighted by, the mean included; 0 for no such term.</summary>
    public float EntropyWeight;
}

/// <summary>The gradient of a mean loss with respect to the distribution parameters of each row.</summary>
/// <remarks>
/// <code>
/// computes  u[b,:] = -(ratio_b*advantage_b / B) * d log pi(a_b) / d w_b, or with 1 in place of the product (eq. 4, 5),
///           or with 0 where the ratio is clipped, and weighted gradients of KL(old, new) and entropy added (eq. 17)
/// threads   one a row of the tiles; surplus threads leave at once
/// Samples       [tiles,columns + 2,64]     read
/// Distribution  [tiles,A,64]               read
/// OldDistribution [tiles,A,64]             read   if KL has a weight
/// Target        [tiles,TargetColumns,64]   write  A columns; zero in rows that do not count
/// numeric   fp32, the operations of the CPU engine one by one
/// truth     ReferenceBackend.SurrogateGradient, ReferenceBackend.ProximalGradient
/// </code>
/// </remarks>
public static class HeadGradient
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<THead>(HeadGradientArguments n)
        where THead : struct, IActionDistribution
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= (n.Head.EndTile - n.Head.FirstTile) * RowTile.Rows)
        {
            return;
        }

        int tile = k / RowTile.Rows;
        ViewRow gradient = new(
            n.Target,
            (((tile * n.TargetColumns) + n.TargetColumn) * RowTile.Rows) + (k - (tile * RowTile.Rows)),
            RowTile.Rows);
        int row = (n.Head.FirstTile * RowTile.Rows) + k;
        if (row >= n.Head.Rows)
        {
            for (int column = 0; column < n.Head.Size.Parameters; column++)
            {
                gradient[column] = new Float32(0f);
            }

            return;
        }

        ViewRow distribution = ViewRow.InTiles(n.Head.Distribution, n.Head.Size.Parameters, row);
        ViewRow sample = n.Head.Sample(row);
        Float32 weight = new(-(1f / n.Head.Rows));
        if (n.Head.Surrogate != 0)
        {
            Float32 logRatio = Likelihood.LogRatio<THead>(n.Head.Size, distribution, sample);
            weight *= ClippedObjective.Weight(
                Likelihood.Ratio(logRatio), sample[n.Head.Size.Actions], new Float32(n.LowestRatio),
                new Float32(n.HighestRatio));
        }

        THead.LogProbabilityGradient(n.Head.Size, distribution, sample, weight, gradient);
        if (n.KlWeight != 0f)
        {
            ViewRow old = ViewRow.InTiles(n.Head.OldDistribution, n.Head.Size.Parameters, row);
            THead.KlOldToNewGradient(n.Head.Size, old, distribution, new Float32(n.KlWeight), gradient);
        }

        if (n.EntropyWeight != 0f)
        {
            THead.EntropyGradient(n.Head.Size, distribution, new Float32(n.EntropyWeight), gradient);
        }
    }
}
