using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="Standardize"/> reads and writes.</summary>
public struct StandardizeArguments
{
    /// <summary>Numbers.</summary>
    public int Count;

    /// <summary>[Count].</summary>
    public ArrayView<float> Values;

    /// <summary>Of the numbers: see <see cref="Solver.Statistics"/>.</summary>
    public ArrayView<double> Statistics;
}

/// <summary>Shifts and scales numbers to mean zero and variance one; numbers that are all equal become zeros.</summary>
/// <remarks>
/// <code>
/// computes   x = (x - mean) * scale, or 0 if no number differs from the first
/// threads    one a number; surplus threads leave at once
/// Values     [Count]  add
/// Statistics [4]      read
/// needs      both sweeps of MeanAndVariance before
/// numeric    fp64, rounded to fp32 once
/// cost       8*Count bytes
/// truth      ReferenceBackend.Standardize
/// </code>
/// </remarks>
public static class Standardize
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(StandardizeArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= n.Count)
        {
            return;
        }

        double mean = n.Statistics[Solver.Statistics.Mean];
        double scale = n.Statistics[Solver.Statistics.Scale];
        bool allEqual = n.Statistics[Solver.Statistics.Differing] == 0;
        n.Values[k] = allEqual ? 0f : (float)((n.Values[k] - mean) * scale);
    }
}
