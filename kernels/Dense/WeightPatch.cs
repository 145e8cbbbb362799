using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>Eight words: a quad of rows of each of a thread's eight columns.</summary>
public readonly struct EightWords
{
    /// <summary>Of column 0.</summary>
    public readonly Float4 Word0;

    /// <summary>Of column 1.</summary>
    public readonly Float4 Word1;

    /// <summary>Of column 2.</summary>
    public readonly Float4 Word2;

    /// <summary>Of column 3.</summary>
    public readonly Float4 Word3;

    /// <summary>Of column 4.</summary>
    public readonly Float4 Word4;

    /// <summary>Of column 5.</summary>
    public readonly Float4 Word5;

    /// <summary>Of column 6.</summary>
    public readonly Float4 Word6;

    /// <summary>Of column 7.</summary>
    public readonly Float4 Word7;

    /// <summary>Loads them.</summary>
    /// <param name="shared">From where.</param>
    /// <param name="first">Of column 0.</param>
    /// <param name="step">From one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EightWords(ArrayView<Float4> shared, int first, int step)
    {
        Word0 = shared[first];
        Word1 = shared[first + step];
        Word2 = shared[first + (2 * step)];
        Word3 = shared[first + (3 * step)];
        Word4 = shared[first + (4 * step)];
        Word5 = shared[first + (5 * step)];
        Word6 = shared[first + (6 * step)];
        Word7 = shared[first + (7 * step)];
    }
}

/// <summary>The sums of eight weights of one input.</summary>
public readonly struct EightWeights
{
    /// <summary>Outputs 0 to 3.</summary>
    public readonly Float4 Low;

    /// <summary>Outputs 4 to 7.</summary>
    public readonly Float4 High;

    private EightWeights(Float4 low, Float4 high)
    {
        Low = low;
        High = high;
    }

    /// <summary>Adds a quad of rows, row after row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightWeights Add(EightWeights sum, Float4 h, EightWords u) => new(
        new Float4(
            Float4.AddDot(h, u.Word0, sum.Low.X),
            Float4.AddDot(h, u.Word1, sum.Low.Y),
            Float4.AddDot(h, u.Word2, sum.Low.Z),
            Float4.AddDot(h, u.Word3, sum.Low.W)),
        new Float4(
            Float4.AddDot(h, u.Word4, sum.High.X),
            Float4.AddDot(h, u.Word5, sum.High.Y),
            Float4.AddDot(h, u.Word6, sum.High.Z),
            Float4.AddDot(h, u.Word7, sum.High.W)));
}

/// <summary>Sums of one thread in registers: the gradients of the weights from eight inputs to eight outputs.</summary>
/// <remarks>
/// Sixteen 16-byte loads feed 256 fused multiply-adds: the arithmetic, not shared memory, is the limit.
/// </remarks>
public readonly struct WeightPatch
{
    /// <summary>Of input 0; the others follow.</summary>
    public readonly EightWeights Input0;

    /// <summary>Of input 1.</summary>
    public readonly EightWeights Input1;

    /// <summary>Of input 2.</summary>
    public readonly EightWeights Input2;

    /// <summary>Of input 3.</summary>
    public readonly EightWeights Input3;

    /// <summary>Of input 4.</summary>
    public readonly EightWeights Input4;

    /// <summary>Of input 5.</summary>
    public readonly EightWeights Input5;

    /// <summary>Of input 6.</summary>
    public readonly EightWeights Input6;

    /// <summary>Of input 7.</summary>
    public readonly EightWeights Input7;

    private WeightPatch(
        EightWeights input0, EightWeights input1, EightWeights input2, EightWeights input3, EightWeights input4,
        EightWeights input5, EightWeights input6, EightWeights input7)
    {
        Input0 = input0;
        Input1 = input1;
        Input2 = input2;
        Input3 = input3;
        Input4 = input4;
        Input5 = input5;
        Input6 = input6;
        Input7 = input7;
    }

    /// <summary>Adds a quad of rows.</summary>
    /// <param name="sum">So far.</param>
    /// <param name="shared">Where the rows of h and u are.</param>
    /// <param name="h">Word of the thread's input 0.</param>
    /// <param name="u">Word of its output 0.</param>
    /// <param name="step">Words from one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightPatch Add(WeightPatch sum, ArrayView<Float4> shared, int h, int u, int step)
    {
        EightWords gradients = new(shared, u, step);
        return new WeightPatch(
            EightWeights.Add(sum.Input0, shared[h], gradients),
            EightWeights.Add(sum.Input1, shared[h + step], gradients),
            EightWeights.Add(sum.Input2, shared[h + (2 * step)], gradients),
            EightWeights.Add(sum.Input3, shared[h + (3 * step)], gradients),
            EightWeights.Add(sum.Input4, shared[h + (4 * step)], gradients),
            EightWeights.Add(sum.Input5, shared[h + (5 * step)], gradients),
            EightWeights.Add(sum.Input6, shared[h + (6 * step)], gradients),
            EightWeights.Add(sum.Input7, shared[h + (7 * step)], gradients));
    }
}
