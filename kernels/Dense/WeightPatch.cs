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
    /// <param name="words">From where, from word 0 on.</param>
    /// <param name="quad">The quad of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EightWords(ArrayView<Float4> words, int quad)
    {
        Word0 = words[quad];
        Word1 = words[WeightRegion.Quads + quad];
        Word2 = words[(2 * WeightRegion.Quads) + quad];
        Word3 = words[(3 * WeightRegion.Quads) + quad];
        Word4 = words[(4 * WeightRegion.Quads) + quad];
        Word5 = words[(5 * WeightRegion.Quads) + quad];
        Word6 = words[(6 * WeightRegion.Quads) + quad];
        Word7 = words[(7 * WeightRegion.Quads) + quad];
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
    /// <param name="h">Words of the thread's inputs, from the first on.</param>
    /// <param name="u">Words of its outputs.</param>
    /// <param name="quad">The quad of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightPatch Add(WeightPatch sum, ArrayView<Float4> h, ArrayView<Float4> u, int quad)
    {
        EightWords gradients = new(u, quad);
        return new WeightPatch(
            EightWeights.Add(sum.Input0, h[quad], gradients),
            EightWeights.Add(sum.Input1, h[WeightRegion.Quads + quad], gradients),
            EightWeights.Add(sum.Input2, h[(2 * WeightRegion.Quads) + quad], gradients),
            EightWeights.Add(sum.Input3, h[(3 * WeightRegion.Quads) + quad], gradients),
            EightWeights.Add(sum.Input4, h[(4 * WeightRegion.Quads) + quad], gradients),
            EightWeights.Add(sum.Input5, h[(5 * WeightRegion.Quads) + quad], gradients),
            EightWeights.Add(sum.Input6, h[(6 * WeightRegion.Quads) + quad], gradients),
            EightWeights.Add(sum.Input7, h[(7 * WeightRegion.Quads) + quad], gradients));
    }
}
