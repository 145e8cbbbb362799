using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>
/// The phases of a sweep over one tile of a narrow network. Each is run by all threads of a group and says what it
/// reads and writes; barriers between them are the kernels'.
/// </summary>
public static class LayerPhases
{
    /// <summary>z = x W + c: reads x, hands z to <paramref name="target"/>.</summary>
    public static void Forward<TColumns, TOutput>(
        ArrayView<float> parameters, LayerPlace layer, TColumns x, TOutput target)
        where TColumns : struct, ILayerColumns
        where TOutput : struct, ILayerOutput
    {
        if (LayerProduct.HasFewOutputs(layer.Outputs))
        {
            for (int item = Group.IdxX; item < layer.Outputs * RowTile.Quads; item += Group.DimX)
            {
                int o = item / RowTile.Quads;
                int quad = item - (o * RowTile.Quads);
                Float4 sum = Float4.Of(parameters[layer.Bias + o]);
                sum = LayerProduct.Add(
                    x, parameters, layer.Weights + o, layer.Outputs, layer.Inputs, quad, sum);
                target.Store(o, quad, sum);
            }
        }
        else
        {
            NumberWeights numbers = new(parameters, layer.Weights, layer.Outputs);
            for (int item = Group.IdxX; item < LayerProduct.Blocks(layer.Outputs); item += Group.DimX)
            {
                int outputQuad = item / RowBlock.PerTile;
                int rowQuad = item - (outputQuad * RowBlock.PerTile);
                RowBlock sum = LayerProduct.Start(parameters, layer.Bias, layer.Outputs, outputQuad);
                sum = LayerProduct.HasWords(layer)
                    ? LayerProduct.Add(x, Words(parameters, layer), layer.Inputs, rowQuad, outputQuad, sum)
                    : LayerProduct.Add(x, numbers, layer.Inputs, rowQuad, outputQuad, sum);
                LayerProduct.Store(target, layer.Outputs, rowQuad, outputQuad, sum);
            }
        }
    }

    /// <summary>
    /// dz = x V + d + dx W along a direction (V, d): reads kept inputs and, but for the first layer, their tangents;
    /// hands dz to <paramref name="target"/>.
    /// </summary>
    public static void Tangent<TOutput>(
        ArrayView<float> parameters, ArrayView<float> direction, LayerPlace layer, GlobalColumns x, SharedColumns dx,
        int tangents, TOutput target)
        where TOutput : struct, ILayerOutput
    {
        if (LayerProduct.HasFewOutputs(layer.Outputs))
        {
            for (int item = Group.IdxX; item < layer.Outputs * RowTile.Quads; item += Group.DimX)
            {
                int o = item / RowTile.Quads;
                int quad = item - (o * RowTile.Quads);
                Float4 sum = Float4.Of(direction[layer.Bias + o]);
                sum = LayerProduct.Add(x, direction, layer.Weights + o, layer.Outputs, layer.Inputs, quad, sum);
                sum = LayerProduct.Add(dx, parameters, layer.Weights + o, layer.Outputs, tangents, quad, sum);
                target.Store(o, quad, sum);
            }
        }
        else
        {
            NumberWeights v = new(direction, layer.Weights, layer.Outputs);
            NumberWeights w = new(parameters, layer.Weights, layer.Outputs);
            for (int item = Group.IdxX; item < LayerProduct.Blocks(layer.Outputs); item += Group.DimX)
            {
                int outputQuad = item / RowBlock.PerTile;
                int rowQuad = item - (outputQuad * RowBlock.PerTile);
                RowBlock sum = LayerProduct.Start(direction, layer.Bias, layer.Outputs, outputQuad);
                if (LayerProduct.HasWords(layer))
                {
                    sum = LayerProduct.Add(x, Words(direction, layer), layer.Inputs, rowQuad, outputQuad, sum);
                    sum = LayerProduct.Add(dx, Words(parameters, layer), tangents, rowQuad, outputQuad, sum);
                }
                else
                {
                    sum = LayerProduct.Add(x, v, layer.Inputs, rowQuad, outputQuad, sum);
                    sum = LayerProduct.Add(dx, w, tangents, rowQuad, outputQuad, sum);
                }

                LayerProduct.Store(target, layer.Outputs, rowQuad, outputQuad, sum);
            }
        }
    }

    /// <summary>
    /// u' = f'(h) * (u W'): reads the gradients of a layer's outputs, overwrites those of its inputs, which are the
    /// outputs of the layer before.
    /// </summary>
    public static void Backward<TActivation>(
        in NetworkPlan plan, LayerPlace layer, int previousColumn, int keptTile, ArrayView<Float4> scratch)
        where TActivation : struct, IActivation
    {
        SharedColumns u = new(scratch, layer.OutputColumn);
        SlopedOutput<TActivation> target = new(
            scratch, previousColumn, plan.Kept, keptTile + (layer.InputColumn * RowTile.Quads));
        int words = (layer.Inputs + (Float4.Length - 1)) / Float4.Length;
        if (LayerProduct.HasFewOutputs(layer.Inputs))
        {
            ArrayView<float> transposed = plan.Transposed.Cast<float>();
            for (int item = Group.IdxX; item < layer.Inputs * RowTile.Quads; item += Group.DimX)
            {
                int i = item / RowTile.Quads;
                int quad = item - (i * RowTile.Quads);
                Float4 sum = LayerProduct.Add(
                    u, transposed, layer.Transposed + i, words * Float4.Length, layer.Outputs, quad, Float4.Of(0f));
                target.Store(i, quad, sum);
            }
        }
        else
        {
            WordWeights weights = new(plan.Transposed, layer.Transposed / Float4.Length, words);
            for (int item = Group.IdxX; item < LayerProduct.Blocks(layer.Inputs); item += Group.DimX)
            {
                int inputQuad = item / RowBlock.PerTile;
                int rowQuad = item - (inputQuad * RowBlock.PerTile);
                RowBlock sum = LayerProduct.Add(
                    u, weights, layer.Outputs, rowQuad, inputQuad, RowBlock.Of(Float4.Of(0f)));
                LayerProduct.Store(target, layer.Inputs, rowQuad, inputQuad, sum);
            }
        }
    }

    private static WordWeights Words(ArrayView<float> parameters, LayerPlace layer) => new(
        parameters.Cast<Float4>(), layer.Weights / Float4.Length, layer.Outputs / Float4.Length);
}
