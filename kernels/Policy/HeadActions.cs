using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>What <see cref="HeadActions"/> reads and writes.</summary>
public struct HeadActionsArguments
{
    /// <summary>B.</summary>
    public int Rows;

    /// <summary>1 for the most likely actions, 0 for drawn ones.</summary>
    public int Deterministic;

    /// <summary>Seed of the noise.</summary>
    public ulong Seed;

    /// <summary>Step of the noise.</summary>
    public ulong Step;

    /// <summary>Sizes of the distribution.</summary>
    public DistributionSize Size;

    /// <summary>[tiles,A,64].</summary>
    public ArrayView<float> Distribution;

    /// <summary>[B,Actions] row-major.</summary>
    public ArrayView<float> Actions;

    /// <summary>[B]; not written for the most likely actions.</summary>
    public ArrayView<float> LogProbabilities;
}

/// <summary>An action for each row of distribution parameters.</summary>
/// <remarks>
/// <code>
/// computes  a_b ~ pi(w_b) as a function of Philox noise at (seed, action, row b, step), and log pi(a_b)
/// threads   one a row; surplus threads leave at once
/// Distribution      [tiles,A,64]  read
/// Actions           [B,Actions]   write
/// LogProbabilities  [B]           write
/// numeric   fp32, the operations of the CPU engine one by one
/// truth     ReferenceBackend.Sample
/// </code>
/// </remarks>
public static class HeadActions
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<THead>(HeadActionsArguments n)
        where THead : struct, IActionDistribution
    {
        int row = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (row >= n.Rows)
        {
            return;
        }

        ViewRow distribution = ViewRow.InTiles(n.Distribution, n.Size.Parameters, row);
        ViewRow action = new(n.Actions, row * n.Size.Actions, 1);
        if (n.Deterministic != 0)
        {
            THead.Mode<Float32, ViewRow>(n.Size, distribution, action);
            return;
        }

        for (int column = 0; column < n.Size.Actions; column++)
        {
            action[column] = Noise<THead>(n.Seed, (uint)row, n.Step, column);
        }

        THead.Sample<Float32, ViewRow>(n.Size, distribution, action, action);
        n.LogProbabilities[row] = THead.LogProbability<Float32, ViewRow>(n.Size, distribution, action).Value;
    }

    /// <summary>The noise behind one column of an action.</summary>
    internal static Float32 Noise<THead>(ulong seed, uint environment, ulong step, int column)
        where THead : struct, IActionDistribution =>
        THead.DrawsFromNormal
            ? NoiseColumn.NormalAt<Float32>(seed, RandomUse.Action, environment, step, column)
            : new Float32(NoiseColumn.UniformAt(seed, RandomUse.Action, environment, step, column));
}
