using ILGPU;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="MergeMoments"/> reads and writes.</summary>
public struct MergeMomentsArguments
{
    /// <summary>N.</summary>
    public int Environments;

    /// <summary>I.</summary>
    public int Inputs;

    /// <summary>T of the rollout that made the sums.</summary>
    public int Steps;

    /// <summary>[parts,I+1,3] see <see cref="MomentSums"/>.</summary>
    public ArrayView<double> Sums;

    /// <summary>[2,I+1] means, then summed squared deviations from them.</summary>
    public ArrayView<double> Moments;
}

/// <summary>Means and squared deviations over a rollout from those of its parts (Chan, Golub, LeVeque 1979).</summary>
/// <remarks>
/// <code>
/// computes  mean_k = mean over rows of x_k,  squares_k = sum over rows of (x_k - mean_k)^2
/// threads   one group a component, a run of parts for each thread; shared memory 24 bytes a thread
/// Sums      [parts,I+1,3]  read
/// Moments   [2,I+1]        write
/// needs     a group that is a power of two
/// numeric   fp64; the parts of a thread in order, then a tree over the threads
/// truth     ReferenceEnvironments.ReadMoments
/// </code>
/// </remarks>
public static class MergeMoments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(MergeMomentsArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        int component = Grid.IdxX;
        int parts = RowTile.Count(n.Environments) * MomentSums.PartsPerTile;
        int share = (parts + (Group.DimX - 1)) / Group.DimX;
        int first = Group.IdxX * share;
        int end = first + share < parts ? first + share : parts;
        RunningMoment own = default;
        for (int part = first; part < end; part++)
        {
            int rows = MomentSums.RowsIn(part, n.Environments);
            if (rows > 0)
            {
                own = RunningMoment.Merge(own, PartOf(n, part, component, (double)rows * n.Steps));
            }
        }

        own.Store(shared, Group.IdxX);
        for (int width = Group.DimX / 2; width > 0; width /= 2)
        {
            // Both halves are complete before one is merged into the other.
            Group.Barrier();
            if (Group.IdxX < width)
            {
                RunningMoment.Merge(
                    RunningMoment.Load(shared, Group.IdxX), RunningMoment.Load(shared, Group.IdxX + width))
                    .Store(shared, Group.IdxX);
            }
        }

        if (Group.IdxX == 0)
        {
            RunningMoment all = RunningMoment.Load(shared, 0);
            n.Moments[component] = all.Mean;
            n.Moments[n.Inputs + 1 + component] = all.Squares;
        }
    }

    private static RunningMoment PartOf(in MergeMomentsArguments n, int part, int component, double count)
    {
        int place = MomentSums.Place(part, n.Inputs, component);
        double sum = n.Sums[place + 1];
        double shift = sum / count;
        double squares = SingleRounding.AddWide(n.Sums[place + 2], -SingleRounding.MultiplyWide(shift, sum));
        return new RunningMoment(count, n.Sums[place] + shift, squares < 0 ? 0 : squares);
    }
}
