using ILGPU;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="TermsReduction"/> reads and writes.</summary>
public struct TermsReductionArguments
{
    /// <summary>Tiles.</summary>
    public int Tiles;

    /// <summary>[Tiles,4].</summary>
    public ArrayView<double> Sums;

    /// <summary>[4].</summary>
    public ArrayView<double> Totals;
}

/// <summary>The sums of all tiles together.</summary>
/// <remarks>
/// <code>
/// computes  total[c] = sum_t sum[t,c], the largest in the last column
/// threads   one group; thread k takes the tiles k, k + group, ...; shared memory 32 bytes a thread
/// Sums      [Tiles,4]  read
/// Totals    [4]        write
/// numeric   fp64: each thread in order, then a tree over the threads
/// truth     the sum above
/// </code>
/// </remarks>
public static class TermsReduction
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(TermsReductionArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        for (int column = 0; column < HeadTerms.Columns; column++)
        {
            double own = 0;
            for (int tile = Group.IdxX; tile < n.Tiles; tile += Group.DimX)
            {
                own = Combine(column, own, n.Sums[(tile * HeadTerms.Columns) + column]);
            }

            shared[(column * Group.DimX) + Group.IdxX] = own;
        }

        for (int width = Group.DimX / 2; width > 0; width /= 2)
        {
            // Both halves are complete before one is added to the other.
            Group.Barrier();
            for (int column = 0; column < HeadTerms.Columns && Group.IdxX < width; column++)
            {
                int place = (column * Group.DimX) + Group.IdxX;
                shared[place] = Combine(column, shared[place], shared[place + width]);
            }
        }

        if (Group.IdxX == 0)
        {
            for (int column = 0; column < HeadTerms.Columns; column++)
            {
                n.Totals[column] = shared[column * Group.DimX];
            }
        }
    }

    private static double Combine(int column, double left, double right) =>
        column == HeadTerms.LargestLogRatio ? HeadTerms.Larger(left, right) : left + right;
}
