using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>Running sums of counts over the threads of a group.</summary>
public static class GroupScan
{
    /// <summary>The sum of the counts of the threads before the calling one (Hillis and Steele 1986).</summary>
    /// <param name="shared">[group] scratch, free again when the function returns.</param>
    /// <param name="count">The thread's count.</param>
    /// <param name="total">The sum of all.</param>
    public static int Exclusive(ArrayView<int> shared, int count, out int total)
    {
        shared[Group.IdxX] = count;
        for (int distance = 1; distance < Group.DimX; distance *= 2)
        {
            // All sums are those of the step before.
            Group.Barrier();
            int before = Group.IdxX >= distance ? shared[Group.IdxX - distance] : 0;

            // All have read before one writes.
            Group.Barrier();
            shared[Group.IdxX] += before;
        }

        Group.Barrier();
        int inclusive = shared[Group.IdxX];
        total = shared[Group.DimX - 1];

        // All have read before the next scan begins.
        Group.Barrier();
        return inclusive - count;
    }
}
