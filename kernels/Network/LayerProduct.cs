using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>
/// The one product that narrow networks are made of: a tile of inputs in, a tile of outputs out, all threads of a
/// group together.
/// </summary>
/// <remarks>
/// <code>
/// computes  z[o,r] = start[o] + sum_i x[i,r]*w[i,o], then what the output makes of it
/// threads   8 rows by 4 outputs each; where there are few outputs 4 rows by 1, so that no thread is idle
/// needs     a barrier before, if other threads wrote x, and one after, before others read the result
/// numeric   fp32, one chain of fused multiply-adds, i ascending: its bits do not depend on the blocks
/// cost      2*64*I*O flop; 12 bytes loaded from L1 or shared memory a flop at most, see RowBlock
/// </code>
/// </remarks>
public static class LayerProduct
{
    // Up to here a block of four outputs would leave more than half of the threads idle.
    private const int FewOutputs = 16;

    /// <summary>A block's sums at their start.</summary>
    public static RowBlock Start(ArrayView<float> bias, int first, int outputs, int quad)
    {
        int o = quad * Float4.Length;
        int last = outputs - 1;
        return RowBlock.Of(new Float4(
            bias[first + o],
            bias[first + (o + 1 < last ? o + 1 : last)],
            bias[first + (o + 2 < last ? o + 2 : last)],
            bias[first + (o + 3 < last ? o + 3 : last)]));
    }

    /// <summary>Whether a layer of so many outputs is computed one output a thread.</summary>
    public static bool HasFewOutputs(int outputs) => outputs <= FewOutputs;

    /// <summary>Whether a layer's rows of weights are whole 16-byte words.</summary>
    public static bool HasWords(LayerPlace layer) => ((layer.Outputs | layer.Weights) & (Float4.Length - 1)) == 0;

    /// <summary>Blocks of a tile of so many outputs.</summary>
    public static int Blocks(int outputs) => (outputs + (Float4.Length - 1)) / Float4.Length * RowBlock.PerTile;

    /// <summary>Adds the products of one term to a block.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="w">Weights.</param>
    /// <param name="inputs">I.</param>
    /// <param name="rowQuad">The block's first quad of rows; its second is half a tile on.</param>
    /// <param name="outputQuad">The block's quad of outputs.</param>
    /// <param name="sum">So far.</param>
    public static RowBlock Add<TColumns, TWeights>(
        TColumns x, TWeights w, int inputs, int rowQuad, int outputQuad, RowBlock sum)
        where TColumns : struct, ILayerColumns
        where TWeights : struct, ILayerWeights
    {
        for (int i = 0; i < inputs; i++)
        {
            sum = RowBlock.MultiplyAdd(
                x[i, rowQuad], x[i, rowQuad + RowBlock.PerTile], w[i, outputQuad], sum);
        }

        return sum;
    }

    /// <summary>Adds the products of one term to a quad of rows of one output.</summary>
    public static Float4 Add<TColumns>(
        TColumns x, ArrayView<float> w, int first, int stride, int inputs, int rowQuad, Float4 sum)
        where TColumns : struct, ILayerColumns
    {
        for (int i = 0; i < inputs; i++)
        {
            sum = Float4.MultiplyAdd(x[i, rowQuad], w[first + (i * stride)], sum);
        }

        return sum;
    }

    /// <summary>Hands a block to the output.</summary>
    public static void Store<TOutput>(TOutput target, int outputs, int rowQuad, int outputQuad, RowBlock sum)
        where TOutput : struct, ILayerOutput
    {
        for (int k = 0; k < RowBlock.Quads; k++)
        {
            int o = (outputQuad * Float4.Length) + (k / 2);
            if (o < outputs)
            {
                target.Store(o, rowQuad + ((k & 1) * RowBlock.PerTile), sum.Quad(k));
            }
        }
    }
}
