using System;
using System.Collections.Generic;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Where the numbers of a network lie in tiles, and how its weights are cut into blocks: the tables that
/// kernels read.</summary>
internal sealed class NetworkLayout
{
    internal NetworkLayout(NetworkShape shape)
    {
        Shape = shape;
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        Layers = new LayerPlace[layers.Length];
        List<int> biases = [];
        int transposed = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            DenseShape layer = layers[l];
            Layers[l] = new LayerPlace(
                layer.I, layer.O, layer.WeightOffset, layer.BiasOffset, transposed, KeptColumns, biases.Count);
            KeptColumns += layer.I;
            Widest = int.Max(Widest, layer.O);
            for (int o = 0; o < layer.O; o++)
            {
                biases.Add(layer.BiasOffset + o);
            }

            if (l > 0)
            {
                transposed += layer.O * RoundUp(layer.I);
            }
        }

        for (int f = 0; f < shape.Head.Size.FreeParameters; f++)
        {
            biases.Add(shape.Mlp.ParameterCount + f);
        }

        TransposedLength = transposed;
        Biases = [.. biases];
        Blocks = CutBlocks(Layers);
    }

    /// <summary>The network.</summary>
    internal NetworkShape Shape { get; }

    /// <summary>[L].</summary>
    internal LayerPlace[] Layers { get; }

    /// <summary>[ScratchColumns] offset in the parameters of each column's bias or free parameter.</summary>
    internal int[] Biases { get; }

    /// <summary>Blocks of weights.</summary>
    internal WeightBlock[] Blocks { get; }

    /// <summary>Columns of a kept tile.</summary>
    internal int KeptColumns { get; }

    /// <summary>Columns of a scratch tile.</summary>
    internal int ScratchColumns => Biases.Length;

    /// <summary>Outputs of the widest layer.</summary>
    internal int Widest { get; }

    /// <summary>Numbers of the transposed weights.</summary>
    internal int TransposedLength { get; }

    private static int RoundUp(int inputs) => (inputs + Float4.Length - 1) / Float4.Length * Float4.Length;

    // Neighbouring threads take neighbouring outputs, then neighbouring inputs.
    private static WeightBlock[] CutBlocks(LayerPlace[] layers)
    {
        List<WeightBlock> blocks = [];
        foreach (LayerPlace layer in layers)
        {
            int inputGroups = (layer.Inputs + WeightBlock.MaxInputs - 1) / WeightBlock.MaxInputs;
            int outputGroups = (layer.Outputs + WeightBlock.MaxOutputs - 1) / WeightBlock.MaxOutputs;
            for (int i = 0; i < inputGroups; i++)
            {
                for (int o = 0; o < outputGroups; o++)
                {
                    blocks.Add(new WeightBlock(
                        layer.InputColumn + i, inputGroups, (layer.Inputs - i + inputGroups - 1) / inputGroups,
                        layer.OutputColumn + o, outputGroups, (layer.Outputs - o + outputGroups - 1) / outputGroups,
                        layer.Weights + (i * layer.Outputs) + o, inputGroups * layer.Outputs));
                }
            }
        }

        return [.. blocks];
    }
}
