using System;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <inheritdoc/>
/// <typeparam name="TLanes">Vectors, over rows.</typeparam>
/// <typeparam name="TActivation">Of the hidden layers.</typeparam>
internal sealed unsafe class TileLayers<TLanes, TActivation>(
    MlpShape shape, TileLayout layout, GradientLayout gradients)
    : TileLayers
    where TLanes : unmanaged, ILanes<TLanes>
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public override void Infer(
        float* parameters, float* input, int rows, in TileScratch scratch, float* output)
    {
        ReadOnlySpan<DenseShape> layers = shape.Layers;
        float* values = input;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            float* next = values == scratch.First ? scratch.Second : scratch.First;
            Dense(layers[l], parameters, values, rows, next, new Activated<TActivation>());
            values = next;
        }

        Dense(layers[^1], parameters, values, rows, output, new AsSummed());
    }

    /// <inheritdoc/>
    public override float* InferRow(float* parameters, float* input, in TileScratch scratch)
    {
        ReadOnlySpan<DenseShape> layers = shape.Layers;
        float* values = input;
        for (int l = 0; l < layers.Length; l++)
        {
            DenseShape layer = layers[l];
            float* next = values == scratch.First ? scratch.Second : scratch.First;
            int lanes = Tile.RoundUp(layer.O);
            long bytes = sizeof(float) * (long)layer.O;
            System.Buffer.MemoryCopy(parameters + layer.BiasOffset, next, bytes, bytes);
            ProductTerm term = new(values, 0, 1, parameters + layer.WeightOffset, layer.O, layer.I);
            if (l < layers.Length - 1)
            {
                Product.Compute<TLanes, Activated<TActivation>>(
                    1, lanes, term, default, ProductStart.Result, null, next, lanes, default);
            }
            else
            {
                Product.Compute<TLanes>(1, lanes, term, ProductStart.Result, null, next, lanes);
            }

            values = next;
        }

        return values;
    }

    /// <inheritdoc/>
    public override void Forward(float* parameters, float* tile, int rows)
    {
        ReadOnlySpan<DenseShape> layers = shape.Layers;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            float* next = tile + layout.Input(l + 1);
            Dense(layers[l], parameters, tile + layout.Input(l), rows, next, new Activated<TActivation>());
        }

        Dense(
            layers[^1], parameters, tile + layout.Input(layers.Length - 1), rows, tile + layout.Distribution,
            new AsSummed());
    }

    /// <inheritdoc/>
    public override void Tangent(
        float* parameters, float* direction, float* tile, int rows, in TileScratch scratch)
    {
        ReadOnlySpan<DenseShape> layers = shape.Layers;
        int lanes = Tile.RoundUp(rows);
        float* tangent = null;
        for (int l = 0; l < layers.Length; l++)
        {
            DenseShape layer = layers[l];
            bool last = l == layers.Length - 1;
            float* next =
                last ? scratch.Distribution : tangent == scratch.First ? scratch.Second : scratch.First;

            // dz = c + h V + dh W; the input of the network has no tangent.
            ProductTerm byDirection = Outputs(layer, direction, tile + layout.Input(l));
            ProductTerm byTangent = l == 0 ? default : Outputs(layer, parameters, tangent);
            float* bias = direction + layer.BiasOffset;
            if (last)
            {
                Product.Compute<TLanes, AsSummed>(
                    layer.O, lanes, byDirection, byTangent, ProductStart.RowValues, bias, next, Tile.Rows, default);
            }
            else
            {
                TimesDerivative<TActivation> slope = new(tile + layout.Input(l + 1));
                Product.Compute<TLanes, TimesDerivative<TActivation>>(
                    layer.O, lanes, byDirection, byTangent, ProductStart.RowValues, bias, next, Tile.Rows, slope);
            }

            tangent = next;
        }
    }

    /// <inheritdoc/>
    public override void Backward(
        float* parameters, float* tile, int rows, ProductStart start, in TileScratch scratch)
    {
        float* gradient = scratch.Distribution;
        for (int l = shape.Layers.Length - 1; l >= 0; l--)
        {
            AddWeightGradient(gradients.Matrices[l], tile + layout.Input(l), gradient, rows, start, scratch);
            if (l > 0)
            {
                float* next = gradient == scratch.First ? scratch.Second : scratch.First;
                BackwardInput(l, parameters, tile, rows, gradient, next);
                gradient = next;
            }
        }
    }

    /// <inheritdoc/>
    public override void BackwardInput(
        int layer, float* parameters, float* tile, int rows, float* gradient, float* result)
    {
        DenseShape n = shape.Layers[layer];
        ProductTerm transposed = new(parameters + n.WeightOffset, n.O, 1, gradient, Tile.Rows, n.O);
        Product.Compute<TLanes, TimesDerivative<TActivation>>(
            n.I, Tile.RoundUp(rows), transposed, default, ProductStart.Zero, null, result, Tile.Rows,
            new(tile + layout.Input(layer)));
    }

    /// <inheritdoc/>
    public override void SecondMoments(
        float* columns, int count, int rows, ProductStart start, float* transposed, float* sums)
    {
        int lanes = Tile.RoundUp(count);
        Transpose(columns, lanes, rows, transposed);
        ProductTerm term = new(columns, Tile.Rows, 1, transposed, lanes, rows);
        Product.Compute<TLanes>(count, lanes, term, start, null, sums, lanes);
    }

    // sum over i of weights[i, o] * values[i]
    private static ProductTerm Outputs(DenseShape layer, float* parameters, float* values) =>
        new(parameters + layer.WeightOffset, 1, layer.O, values, Tile.Rows, layer.I);

    private static void Dense<TFinish>(
        DenseShape layer, float* parameters, float* values, int rows, float* result, TFinish finish)
        where TFinish : struct, IFinish =>
        Product.Compute<TLanes, TFinish>(
            layer.O, Tile.RoundUp(rows), Outputs(layer, parameters, values), default,
            ProductStart.RowValues, parameters + layer.BiasOffset, result, Tile.Rows, finish);

    // The sum over rows needs rows in its depth and features in its lanes, so one factor is transposed.
    private static void AddWeightGradient(
        in GradientMatrix matrix, float* input, float* gradient, int rows, ProductStart start,
        in TileScratch scratch)
    {
        float* scalars = matrix.LanesAreOutputs ? input : gradient;
        float* columns = matrix.LanesAreOutputs ? gradient : input;
        Transpose(columns, matrix.Lanes, rows, scratch.Transposed);
        ProductTerm term = new(scalars, Tile.Rows, 1, scratch.Transposed, matrix.Lanes, rows);
        Product.Compute<TLanes>(
            matrix.Rows, matrix.Lanes, term, start, null, scratch.Gradient + matrix.Offset, matrix.Lanes);
    }

    private static void Transpose(float* columns, int lanes, int rows, float* transposed)
    {
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            for (int lane = 0; lane < lanes; lane += TLanes.Count)
            {
                TLanes.Transpose(
                    columns + (lane * Tile.Rows) + row, Tile.Rows, transposed + (row * lanes) + lane, lanes);
            }
        }
    }
}
