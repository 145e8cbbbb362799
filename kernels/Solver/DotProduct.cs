using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What the kernels of <see cref="DotProduct"/> read and write.</summary>
public struct DotProductArguments
{
    /// <summary>Numbers of a vector.</summary>
    public int Count;

    /// <summary>Groups that sum them.</summary>
    public int Groups;

    /// <summary>[Count].</summary>
    public ArrayView<float> Left;

    /// <summary>[Count].</summary>
    public ArrayView<float> Right;

    /// <summary>[Groups].</summary>
    public ArrayView<double> Partials;

    /// <summary>[1].</summary>
    public ArrayView<double> Result;
}

/// <summary>The dot product of two vectors, in two stages.</summary>
/// <remarks>
/// <code>
/// computes  result = sum_k left[k]*right[k]
/// threads   SumKernel: Groups groups, every thread some numbers a grid apart; FinishKernel: one group;
///           shared memory 8 bytes a thread
/// Left, Right  [Count]   read
/// Partials     [Groups]  write, read by FinishKernel
/// Result       [1]       write
/// needs     a group that is a power of two
/// numeric   fp64, in which a product of floats is exact: a thread's in order, a tree over threads, groups likewise
/// cost      8*Count bytes
/// truth     ReferenceBackend.ReadDot
/// </code>
/// </remarks>
public static class DotProduct
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>Sums over the numbers of every group.</summary>
    public static void SumKernel(DotProductArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double sum = 0;
        for (int k = (Grid.IdxX * Group.DimX) + Group.IdxX; k < n.Count; k += n.Groups * Group.DimX)
        {
            sum += (double)n.Left[k] * n.Right[k];
        }

        double groupSum = GroupSum.Of(shared, sum);
        if (Group.IdxX == 0)
        {
            n.Partials[Grid.IdxX] = groupSum;
        }
    }

    /// <summary>Adds what the groups summed.</summary>
    public static void FinishKernel(DotProductArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double sum = 0;
        for (int group = Group.IdxX; group < n.Groups; group += Group.DimX)
        {
            sum += n.Partials[group];
        }

        double all = GroupSum.Of(shared, sum);
        if (Group.IdxX == 0)
        {
            n.Result[0] = all;
        }
    }
}
