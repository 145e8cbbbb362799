using System;
using TrpoGpu.Kernels.Network;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// How the gradient of a layer's weights is cut into blocks, one for a group: 8 inputs by 8 outputs a thread, and the
/// 128 threads of a group as a rectangle that wastes least on this layer.
/// </summary>
/// <param name="inputThreads">Threads of a group along the inputs, a divisor of 128.</param>
/// <param name="inputs">I.</param>
/// <param name="columns">O, and the free parameters in the last layer.</param>
public readonly struct WeightTiling(int inputThreads, int inputs, int columns)
{
    /// <summary>Inputs, and outputs, of a thread.</summary>
    public const int PerThread = 8;

    /// <summary>Threads of a group: a group of fewer takes its threads' places in several rounds.</summary>
    public const int Threads = DensePlace.Blocks;

    /// <summary>The most threads of a group along inputs and outputs together.</summary>
    public const int MaxSides = 36;

    private const int MostThreads = 32;
    private const int SquareThreads = 16;
    private const int FewestThreads = 4;

    /// <summary>Threads of a group along the inputs.</summary>
    public readonly int InputThreads = inputThreads;

    /// <summary>I.</summary>
    public readonly int Inputs = inputs;

    /// <summary>O, and the free parameters in the last layer: their gradients are sums of columns as a bias's are.</summary>
    public readonly int Columns = columns;

    /// <summary>Threads of a group along the outputs.</summary>
    public int OutputThreads => Threads / InputThreads;

    /// <summary>Blocks of the layer.</summary>
    public int Blocks => BlocksAcross * Count(Inputs, InputThreads);

    /// <summary>Blocks side by side along the outputs.</summary>
    public int BlocksAcross => Count(Columns, OutputThreads);

    /// <summary>The best rectangle for a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="free">Free parameters, if it is the last layer.</param>
    public static WeightTiling Of(LayerPlace layer, int free)
    {
        int columns = layer.Outputs + free;
        WeightTiling best = new(SquareThreads, layer.Inputs, columns);
        for (int threads = FewestThreads; threads <= MostThreads; threads *= 2)
        {
            // As all blocks are of one area, the fewer the better.
            WeightTiling tiling = new(threads, layer.Inputs, columns);
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

    private static int Count(int size, int threads) => (size + ((threads * PerThread) - 1)) / (threads * PerThread);
}
