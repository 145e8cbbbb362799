using System;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Where the columns of one kept tile lie: for each layer its input and a column of ones, then the
/// distribution parameters, the old ones, the actions, the advantages and the log-probabilities.
/// </summary>
/// <remarks>
/// The ones make the bias gradient one more row of the weight gradient, as it is in the parameters.
/// </remarks>
internal sealed class TileLayout
{
    private readonly int[] inputs;

    /// <summary>Lays out the tiles of a network.</summary>
    public TileLayout(NetworkShape shape)
    {
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        DistributionSize size = shape.Head.Size;
        inputs = new int[layers.Length];
        int columns = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            inputs[l] = columns * Tile.Rows;
            columns += layers[l].I + 1;
        }

        Distribution = columns * Tile.Rows;
        OldDistribution = Distribution + (size.Parameters * Tile.Rows);
        Actions = OldDistribution + (size.Parameters * Tile.Rows);
        Advantages = Actions + (size.Actions * Tile.Rows);
        LogProbabilities = Advantages + Tile.Rows;
        Length = LogProbabilities + Tile.Rows;
    }

    /// <summary>Floats in front of the distribution parameters.</summary>
    public int Distribution { get; }

    /// <summary>Floats in front of the distribution parameters that KL is measured from.</summary>
    public int OldDistribution { get; }

    /// <summary>Floats in front of the actions.</summary>
    public int Actions { get; }

    /// <summary>Floats in front of the advantages.</summary>
    public int Advantages { get; }

    /// <summary>Floats in front of the recorded log-probabilities.</summary>
    public int LogProbabilities { get; }

    /// <summary>Floats of a tile.</summary>
    public int Length { get; }

    /// <summary>
    /// Floats in front of the input of layer <paramref name="layer"/>, which a column of ones follows.
    /// </summary>
    public int Input(int layer) => inputs[layer];
}
