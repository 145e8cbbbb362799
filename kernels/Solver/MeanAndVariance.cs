using System;
using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Solver;

/// <summary>Where the statistics of some numbers lie in the memory of the device, one double each.</summary>
public static class Statistics
{
    /// <summary>Their mean.</summary>
    public const int Mean = 0;

    /// <summary>Their variance, over n.</summary>
    public const int Variance = 1;

    /// <summary>1 / sqrt(variance).</summary>
    public const int Scale = 2;

    /// <summary>How many differ from the first.</summary>
    public const int Differing = 3;

    /// <summary>Doubles.</summary>
    public const int Count = 4;
}

/// <summary>What the kernels of <see cref="MeanAndVariance"/> read and write.</summary>
public struct MeanAndVarianceArguments
{
    /// <summary>Numbers.</summary>
    public int Count;

    /// <summary>Groups that sum them.</summary>
    public int Groups;

    /// <summary>0 in the first sweep, for the mean, and 1 in the second, for the variance.</summary>
    public int Sweep;

    /// <summary>[Count].</summary>
    public ArrayView<float> Values;

    /// <summary>[2,Groups] sums of a sweep, then how many numbers differ from the first.</summary>
    public ArrayView<double> Partials;

    /// <summary>See <see cref="Statistics"/>.</summary>
    public ArrayView<double> Statistics;
}

/// <summary>Mean and variance of many numbers, in two sweeps of two stages each.</summary>
/// <remarks>
/// <code>
/// computes   mean = sum x / n, then variance = sum (x - mean)^2 / n, and how many x are not x_0 (a NaN is not)
/// threads    SumKernel: Groups groups, every thread some numbers a grid apart; FinishKernel: one group;
///            shared memory 8 bytes a thread
/// Values     [Count]     read
/// Partials   [2,Groups]  write, read by FinishKernel
/// Statistics [4]         write
/// needs      a group that is a power of two; Sum, Finish with Sweep 0, then both with Sweep 1
/// numeric    fp64: a thread's numbers in order, a tree over threads, groups likewise
/// cost       8*Count bytes
/// truth      ReferenceBackend.ReadMeanAndVariance
/// </code>
/// </remarks>
public static class MeanAndVariance
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>Sums over the numbers of every group.</summary>
    public static void SumKernel(MeanAndVarianceArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        float first = n.Values[0];
        double shift = n.Sweep == 0 ? 0 : n.Statistics[Solver.Statistics.Mean];
        double sum = 0;
        double differing = 0;
        for (int k = (Grid.IdxX * Group.DimX) + Group.IdxX; k < n.Count; k += n.Groups * Group.DimX)
        {
            float value = n.Values[k];
            double deviation = value - shift;
            sum = SingleRounding.AddWide(
                sum, n.Sweep == 0 ? deviation : SingleRounding.MultiplyWide(deviation, deviation));

            // Said in doubles: ILGPU 1.5.3 makes of a chosen integer constant the double with its bits.
            differing += value == first ? 0.0 : 1.0;
        }

        double groupSum = GroupSum.Of(shared, sum);
        double groupDiffering = GroupSum.Of(shared, differing);
        if (Group.IdxX == 0)
        {
            n.Partials[Grid.IdxX] = groupSum;
            n.Partials[n.Groups + Grid.IdxX] = groupDiffering;
        }
    }

    /// <summary>Adds what the groups summed.</summary>
    public static void FinishKernel(MeanAndVarianceArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double sum = 0;
        double differing = 0;
        for (int group = Group.IdxX; group < n.Groups; group += Group.DimX)
        {
            sum += n.Partials[group];
            differing += n.Partials[n.Groups + group];
        }

        double mean = GroupSum.Of(shared, sum) / n.Count;
        double allDiffering = GroupSum.Of(shared, differing);
        if (Group.IdxX == 0)
        {
            n.Statistics[n.Sweep == 0 ? Solver.Statistics.Mean : Solver.Statistics.Variance] = mean;
            n.Statistics[Solver.Statistics.Scale] = 1 / Math.Sqrt(mean);
            n.Statistics[Solver.Statistics.Differing] = allDiffering;
        }
    }
}
