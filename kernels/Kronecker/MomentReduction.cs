using ILGPU;

namespace TrpoGpu.Kernels.Kronecker;

/// <summary>What <see cref="MomentReduction"/> reads and writes.</summary>
public struct MomentReductionArguments
{
    /// <summary>Slices.</summary>
    public int Slices;

    /// <summary>Pairs.</summary>
    public int Pairs;

    /// <summary>[Slices,Pairs].</summary>
    public ArrayView<double> Partials;

    /// <summary>[Pairs].</summary>
    public ArrayView<double> Sums;
}

/// <summary>Adds the sums of all slices in their order.</summary>
/// <remarks>
/// <code>
/// computes  sum[e] = sum_s partial[s,e]
/// threads   one a pair; surplus threads leave at once
/// Partials  [Slices,Pairs]  read
/// Sums      [Pairs]         write
/// numeric   fp64, slices ascending
/// cost      Slices*Pairs flop, 8*Slices*Pairs bytes
/// truth     the sum above
/// </code>
/// </remarks>
public static class MomentReduction
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(MomentReductionArguments n)
    {
        int e = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (e >= n.Pairs)
        {
            return;
        }

        double sum = 0;
        for (int s = 0; s < n.Slices; s++)
        {
            sum += n.Partials[(s * n.Pairs) + e];
        }

        n.Sums[e] = sum;
    }
}
