using System;
using TrpoGpu.Kernels.Network;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// How the gradient of a layer's weights is cut into blocks, one for a group: 8 inputs by 8 outputs a thread, and the
/// 128 threads of a group as a rectangle that wastes least on this layer.
/// </summary>
/// <param name="inputShift">Logarithm of a group's threads along the inputs: shifts cost less than divisions.</param>
/// <param name="inputs">I.</param>
/// <param name="columns">O, and the free parameters in the last layer.</param>
public readonly struct WeightTiling(int inputShift, int inputs, int columns)
{
    /// <summary>Inputs, and outputs, of a thread.</summary>
    public const int PerThread = 8;

    /// <summary>Its logarithm.</summary>
    public const int PerThreadShift = 3;

    /// <summary>Threads of a group: a group of fewer takes its threads' places in several rounds.</summary>
    public const int Threads = DensePlace.Blocks;

    /// <summary>The most threads of a group along inputs and outputs together.</summary>
    public const int MaxSides = 36;

    private const int ThreadShift = 7;
    private const int FewestShift = 2;
    private const int SquareShift = 4;
    private const int MostShift = 5;

    /// <summary>Logarithm of the threads of a group along the inputs.</summary>
    public readonly int InputShift = inputShift;

    /// <summary>I.</summary>
    public readonly int Inputs = inputs;

    /// <summary>O, and in the last layer the free parameters: sums of columns as biases are.</summary>
    public readonly int Columns = columns;

    /// <summary>Logarithm of the threads of a group along the outputs.</summary>
    public int OutputShift => ThreadShift - InputShift;

    /// <summary>Threads of a group along the inputs.</summary>
    public int InputThreads => 1 << InputShift;

    /// <summary>Threads of a group along the outputs.</summary>
    public int OutputThreads => 1 << OutputShift;

    /// <summary>Blocks of the layer.</summary>
    public int Blocks => BlocksAcross * Count(Inputs, InputShift);

    /// <summary>Blocks side by side along the outputs.</summary>
    public int BlocksAcross => Count(Columns, OutputShift);

    /// <summary>The best rectangle for a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="free">Free parameters, if it is the last layer.</param>
    public static WeightTiling Of(LayerPlace layer, int free)
    {
        int columns = layer.Outputs + free;
        WeightTiling best = new(SquareShift, layer.Inputs, columns);
        for (int shift = FewestShift; shift <= MostShift; shift++)
        {
            // As all blocks are of one area, the fewer the better.
            WeightTiling tiling = new(shift, layer.Inputs, columns);
            best = tiling.Blocks < best.Blocks ? tiling : best;
        }

        return best;
    }

    /// <summary>Blocks of all layers of a network.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="free">Free parameters.</param>
    public static int CountBlocks(ReadOnlySpan<LayerPlace> layers, int free)
    {
        int blocks = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            blocks += Of(layers[l], l == layers.Length - 1 ? free : 0).Blocks;
        }

        return blocks;
    }

    private static int Count(int size, int shift) =>
        (size + ((PerThread << shift) - 1)) >> (shift + PerThreadShift);
}
