using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Network;

namespace TrpoGpu.Kernels.Dense;

/// <summary>The end of a run: a group's sums on their way to its partial gradient.</summary>
public readonly struct WeightFlush
{
    private readonly ArrayView<double> partials;
    private readonly int partial;
    private readonly bool begins;
    private readonly WeightRegion region;

    /// <summary>The end of a run.</summary>
    public WeightFlush(in NetworkPlan plan, in WeightRegion region, int group, int run)
    {
        partials = plan.Partials;
        partial = group * plan.Parameters;
        begins = run < plan.Groups;
        this.region = region;
    }

    /// <summary>Adds a thread's weights.</summary>
    public void Add(int inputThread, int outputThread, WeightPatch sum)
    {
        int input = region.FirstInput + inputThread;
        int output = region.FirstOutput + outputThread;
        int step = region.Tiling.InputThreads;
        AddInput(input, output, sum.Input0);
        AddInput(input + step, output, sum.Input1);
        AddInput(input + (2 * step), output, sum.Input2);
        AddInput(input + (3 * step), output, sum.Input3);
        AddInput(input + (4 * step), output, sum.Input4);
        AddInput(input + (5 * step), output, sum.Input5);
        AddInput(input + (6 * step), output, sum.Input6);
        AddInput(input + (7 * step), output, sum.Input7);
    }

    /// <summary>Adds to one number of the partial gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int parameter, float sum) => PartialSum.Add(partials, partial + parameter, sum, begins);

    private void AddInput(int input, int output, EightWeights sum)
    {
        if (input >= region.Layer.Inputs)
        {
            return;
        }

        int row = region.Layer.Weights + (input * region.Layer.Outputs);
        int step = region.Tiling.OutputThreads;
        AddWeight(row, output, sum.Low.X);
        AddWeight(row, output + step, sum.Low.Y);
        AddWeight(row, output + (2 * step), sum.Low.Z);
        AddWeight(row, output + (3 * step), sum.Low.W);
        AddWeight(row, output + (4 * step), sum.High.X);
        AddWeight(row, output + (5 * step), sum.High.Y);
        AddWeight(row, output + (6 * step), sum.High.Z);
        AddWeight(row, output + (7 * step), sum.High.W);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddWeight(int row, int output, float sum)
    {
        if (output < region.Layer.Outputs)
        {
            Add(row + output, sum);
        }
    }
}
