using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>
/// A tanh network over a batch by plain loops of single-precision fused multiply-adds, in the order that every kernel
/// keeps to the bit. Matrices are [column][row], whole tiles of rows.
/// </summary>
internal sealed class PlainNetwork
{
    private readonly int[] widths;

    internal PlainNetwork(int[] widths, int rows, int freeParameters)
    {
        this.widths = widths;
        Rows = rows;
        FreeParameters = freeParameters;
        Layers = new LayerPlace[widths.Length - 1];
        List<int> biases = [];
        int transposed = 0;
        for (int l = 0; l < Layers.Length; l++)
        {
            int inputs = widths[l];
            int outputs = widths[l + 1];
            int bias = ParameterCount + (inputs * outputs);
            Layers[l] = new LayerPlace(
                inputs, outputs, ParameterCount, bias, transposed, KeptColumns, biases.Count);
            KeptColumns += inputs;
            biases.AddRange(Enumerable.Range(bias, outputs));
            ParameterCount = bias + outputs;
            transposed += l > 0 ? outputs * ((inputs + 3) / 4 * 4) : 0;
        }

        biases.AddRange(Enumerable.Range(ParameterCount, freeParameters));
        ParameterCount += freeParameters;
        Biases = [.. biases];
        TransposedLength = transposed;
        Random random = new(widths.Sum() + rows);
        Parameters = Numbers(random, ParameterCount);
        Direction = Numbers(random, ParameterCount);
        Observations = Matrix(widths[0], () => Number(random));
        OutputGradient = Matrix(widths[^1] + freeParameters, () => Number(random));
    }

    internal int Rows { get; }

    internal int Tiles => RowTile.Count(Rows);

    internal int FreeParameters { get; }

    internal int ParameterCount { get; }

    internal int KeptColumns { get; }

    internal int TransposedLength { get; }

    internal LayerPlace[] Layers { get; }

    internal int[] Biases { get; }

    internal float[] Parameters { get; }

    internal float[] Direction { get; }

    internal float[][] Observations { get; }

    internal float[][] OutputGradient { get; }

    /// <summary>Inputs of all layers, and the distribution parameters.</summary>
    internal float[][][] Forward()
    {
        float[][][] values = new float[widths.Length][][];
        values[0] = Observations;
        for (int l = 0; l < Layers.Length; l++)
        {
            LayerPlace layer = Layers[l];
            float[][] sums = Start(layer.Outputs, o => Parameters[layer.Bias + o]);
            AddProduct(sums, values[l], (i, o) => Parameters[layer.Weights + (i * layer.Outputs) + o]);
            bool isLast = l == Layers.Length - 1;
            values[l + 1] = Map(sums, (o, r, z) =>
                r >= Rows ? 0f : isLast ? z : Tanh.Value(new Float32(z)).Value);
        }

        float[][] free = Start(FreeParameters, f => Parameters[ParameterCount - FreeParameters + f]);
        values[^1] = [.. values[^1], .. Map(free, (f, r, s) => r < Rows ? s : 0f)];
        return values;
    }

    /// <summary>Tangents of all layers' outputs.</summary>
    internal float[][][] Tangent(float[][][] values)
    {
        float[][][] tangents = new float[Layers.Length][][];
        for (int l = 0; l < Layers.Length; l++)
        {
            LayerPlace layer = Layers[l];
            float[][] sums = Start(layer.Outputs, o => Direction[layer.Bias + o]);
            AddProduct(sums, values[l], (i, o) => Direction[layer.Weights + (i * layer.Outputs) + o]);
            if (l > 0)
            {
                AddProduct(sums, tangents[l - 1], (i, o) => Parameters[layer.Weights + (i * layer.Outputs) + o]);
            }

            tangents[l] = l == Layers.Length - 1 ? sums : Slope(sums, values[l + 1]);
        }

        return tangents;
    }

    /// <summary>Gradients with respect to all layers' outputs, those of the free parameters with the last.</summary>
    internal float[][][] Backward(float[][][] values)
    {
        float[][][] gradients = new float[Layers.Length][][];
        gradients[^1] = OutputGradient;
        for (int l = Layers.Length - 1; l > 0; l--)
        {
            LayerPlace layer = Layers[l];
            float[][] sums = Start(layer.Inputs, i => 0f);
            AddProduct(
                sums, gradients[l][..layer.Outputs],
                (o, i) => Parameters[layer.Weights + (i * layer.Outputs) + o]);
            gradients[l - 1] = Slope(sums, values[l]);
        }

        return gradients;
    }

    /// <summary>
    /// Partial gradients [group][parameter]: groups take runs of tiles in turn, and add what each comes to.
    /// </summary>
    internal double[][] Partials(float[][][] values, float[][][] gradients, int runTiles, int groups)
    {
        double[][] partials = [.. Enumerable.Range(0, groups).Select(_ => new double[ParameterCount])];
        for (int run = 0; run * runTiles < Tiles; run++)
        {
            float[] sums = Sum(values, gradients, run * runTiles, Math.Min((run + 1) * runTiles, Tiles));
            for (int p = 0; p < ParameterCount; p++)
            {
                partials[run % groups][p] += sums[p];
            }
        }

        return partials;
    }

    // The sums over the rows of some tiles, one chain a parameter.
    private float[] Sum(float[][][] values, float[][][] gradients, int firstTile, int endTile)
    {
        float[] sums = new float[ParameterCount];
        for (int l = 0; l < Layers.Length; l++)
        {
            LayerPlace layer = Layers[l];
            for (int column = 0; column < gradients[l].Length; column++)
            {
                float[] u = gradients[l][column];
                sums[Biases[layer.OutputColumn + column]] = Chain(u, row => 1f, firstTile, endTile);
                for (int i = 0; column < layer.Outputs && i < layer.Inputs; i++)
                {
                    float[] h = values[l][i];
                    sums[layer.Weights + (i * layer.Outputs) + column] = Chain(u, row => h[row], firstTile, endTile);
                }
            }
        }

        return sums;
    }

    private static float Chain(float[] u, Func<int, float> factor, int firstTile, int endTile)
    {
        float sum = 0f;
        for (int row = firstTile * RowTile.Rows; row < endTile * RowTile.Rows; row++)
        {
            sum = MathF.FusedMultiplyAdd(factor(row), u[row], sum);
        }

        return sum;
    }

    private static void AddProduct(float[][] sums, float[][] x, Func<int, int, float> weight)
    {
        for (int o = 0; o < sums.Length; o++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                float w = weight(i, o);
                for (int row = 0; row < sums[o].Length; row++)
                {
                    sums[o][row] = MathF.FusedMultiplyAdd(x[i][row], w, sums[o][row]);
                }
            }
        }
    }

    private static float[][] Slope(float[][] sums, float[][] values) => Map(sums, (o, row, z) =>
        (Tanh.DerivativeFromOutput(new Float32(values[o][row])) * new Float32(z)).Value);

    private static float[][] Map(float[][] matrix, Func<int, int, float, float> map) =>
        [.. matrix.Select((column, o) => column.Select((z, row) => map(o, row, z)).ToArray())];

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Number(random))];

    // Of both signs, some of them zero.
    private static float Number(Random random) =>
        random.Next(9) == 0 ? -0f : (random.NextSingle() - 0.5f) * MathF.ScaleB(1f, -random.Next(4));

    private float[][] Start(int columns, Func<int, float> start) =>
        [.. Enumerable.Range(0, columns).Select(o => Enumerable.Repeat(start(o), Tiles * RowTile.Rows).ToArray())];

    private float[][] Matrix(int columns, Func<float> number) =>
        [.. Enumerable.Range(0, columns).Select(_ =>
            Enumerable.Range(0, Tiles * RowTile.Rows).Select(row => row < Rows ? number() : 0f).ToArray())];
}
