using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>Sums over the threads of a group, in a fixed order and in double precision.</summary>
public static class GroupSum
{
    /// <summary>
    /// The sum of one number a thread, given to all of them: a tree over the threads, the same for every schedule.
    /// </summary>
    /// <param name="shared">[group] scratch, free again when the function returns.</param>
    /// <param name="value">The thread's number.</param>
    public static double Of(ArrayView<double> shared, double value)
    {
        shared[Group.IdxX] = value;
        for (int width = Group.DimX / 2; width > 0; width /= 2)
        {
            // Both halves are complete before one is added to the other.
            Group.Barrier();
            if (Group.IdxX < width)
            {
                shared[Group.IdxX] += shared[Group.IdxX + width];
            }
        }

        Group.Barrier();
        double sum = shared[0];

        // All have read the sum before the next one begins.
        Group.Barrier();
        return sum;
    }
}
