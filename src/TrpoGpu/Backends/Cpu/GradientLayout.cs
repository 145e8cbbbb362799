using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// How gradients are laid out while they are summed: one padded matrix per layer, whose lanes are the layer's
/// outputs or its inputs, then a granule for each free parameter.
/// </summary>
internal sealed class GradientLayout
{
    /// <summary>
    /// Numbers that are added at once, as far as whole rows allow: in double, a quarter of an L1 cache.
    /// </summary>
    public const int PartLength = 1024;

    private readonly GradientMatrix[] matrices;

    /// <summary>Lays out the gradients of a network.</summary>
    public GradientLayout(NetworkShape shape)
    {
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        matrices = new GradientMatrix[layers.Length];
        int offset = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            matrices[l] = new GradientMatrix(layers[l], offset);
            offset = checked(offset + (matrices[l].Rows * matrices[l].Lanes));
            MaxLanes = int.Max(MaxLanes, matrices[l].Lanes);
        }

        FreeOffset = offset;
        Length = checked(offset + (shape.Head.Size.FreeParameters * Tile.Granule));
    }

    /// <summary>The matrices by layer.</summary>
    public ReadOnlySpan<GradientMatrix> Matrices => matrices;

    /// <summary>Numbers in front of the free parameters.</summary>
    public int FreeOffset { get; }

    /// <summary>Numbers that are added at once at the end of a gradient: at most this many.</summary>
    public int LongestPart => int.Max(int.Max(PartLength, MaxLanes), Length - FreeOffset);

    /// <summary>Numbers of a gradient, a multiple of a granule.</summary>
    public int Length { get; }

    /// <summary>The widest matrix.</summary>
    public int MaxLanes { get; }
}

/// <summary>The gradient of one layer's weights and, as their last input, its bias.</summary>
internal readonly struct GradientMatrix
{
    // Transposing a granule of columns takes about as long as multiplying a granule of lanes in this many
    // rows.
    private const int TransposeCost = 4;

    public GradientMatrix(DenseShape layer, int offset)
    {
        Layer = layer;
        Offset = offset;
        int inputs = layer.I + 1;
        int paddedInputs = Tile.RoundUp(inputs);
        int paddedOutputs = Tile.RoundUp(layer.O);
        LanesAreOutputs =
            (inputs + TransposeCost) * (long)paddedOutputs <= (layer.O + TransposeCost) * (long)paddedInputs;
        Rows = LanesAreOutputs ? inputs : layer.O;
        Lanes = LanesAreOutputs ? paddedOutputs : paddedInputs;
    }

    /// <summary>The layer.</summary>
    public DenseShape Layer { get; }

    /// <summary>Numbers in front of it.</summary>
    public int Offset { get; }

    /// <summary>
    /// Whether a row is one input with the outputs in lanes, or one output with the inputs in lanes.
    /// </summary>
    public bool LanesAreOutputs { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Lanes, a multiple of a granule.</summary>
    public int Lanes { get; }
}
