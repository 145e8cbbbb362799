using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="CenterBranches"/> reads and writes.</summary>
public struct CenterBranchesArguments
{
    /// <summary>States.</summary>
    public int Groups;

    /// <summary>K: the branches of a state.</summary>
    public int Copies;

    /// <summary>1 where every action was taken once, 0 where they were drawn.</summary>
    public int IsFullSum;

    /// <summary>[groups,K].</summary>
    public ArrayView<float> Values;

    /// <summary>[groups,K].</summary>
    public ArrayView<float> LogProbabilities;

    /// <summary>[groups,K].</summary>
    public ArrayView<float> Weights;
}

/// <summary>Weights of the surrogate loss from the values of the branches of each state.</summary>
/// <remarks>
/// <code>
/// computes  (x_k - mean_j x_j) K / (K - 1), or for full sums K p_k (x_k - sum_j p_j x_j / sum_j p_j), p = exp(log p)
/// threads   one a state; surplus threads leave at once
/// Values            [groups,K]  read
/// LogProbabilities  [groups,K]  read   by full sums
/// Weights           [groups,K]  write  may be Values
/// numeric   fp64 sums in the order of the branches, exp in fp32; the bits of the CPU engine
/// cost      20*groups*K bytes
/// truth     ReferenceBackend.CenterBranches
/// </code>
/// </remarks>
public static class CenterBranches
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(CenterBranchesArguments n)
    {
        int group = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (group >= n.Groups)
        {
            return;
        }

        int first = group * n.Copies;
        bool isFullSum = n.IsFullSum != 0;
        double sum = 0;
        double total = 0;
        for (int k = first; k < first + n.Copies; k++)
        {
            BranchWeights.Add(n.Values[k], new Float32(n.LogProbabilities[k]), isFullSum, ref sum, ref total);
        }

        double mean = sum / total;
        for (int k = first; k < first + n.Copies; k++)
        {
            n.Weights[k] = BranchWeights.Weight(
                n.Values[k], new Float32(n.LogProbabilities[k]), isFullSum, n.Copies, mean);
        }
    }
}
