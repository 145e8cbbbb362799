using System;
using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// One product x W of a group, as panels of eight inputs: first the rows of two tiles, then the weights of 64 outputs.
/// </summary>
/// <remarks>
/// What lies beyond the last input, output or tile is the last again: it is loaded, so that no thread waits for
/// another's branch, and not used.
/// </remarks>
/// <typeparam name="TWeights">How W lies.</typeparam>
/// <param name="x">Inputs.</param>
/// <param name="w">Weights.</param>
/// <param name="inputs">I, at least 1.</param>
/// <param name="place">The group's.</param>
public readonly struct DenseTerm<TWeights>(TileColumns x, TWeights w, int inputs, DensePlace place)
    where TWeights : struct, ILayerWeights
{
    /// <summary>Inputs of a panel.</summary>
    public const int Depth = 8;

    /// <summary>Quads of rows.</summary>
    public const int RowQuads = DensePlace.Tiles * RowTile.Quads;

    /// <summary>Words of rows in a panel.</summary>
    public const int RowWords = Depth * RowQuads;

    /// <summary>Words of weights in a panel.</summary>
    public const int WeightWords = Depth * DensePlace.OutputQuads;

    private readonly ArrayView<Float4> words = x.Words;
    private readonly int low = x.Word(place.LowTile);
    private readonly int high = x.Word(place.HighTile);
    private readonly TWeights w = w;
    private readonly int last = inputs - 1;
    private readonly int firstQuad = place.FirstQuad;
    private readonly int lastQuad = place.LastQuad;

    /// <summary>I.</summary>
    public int Inputs => last + 1;

    /// <summary>A word of the rows, [Depth,2,16], of the panel from input <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Float4 Rows(int first, int word)
    {
        int tile = (word & RowTile.Quads) == 0 ? low : high;
        return words[tile + (Input(first + (word / RowQuads)) * RowTile.Quads) + (word & (RowTile.Quads - 1))];
    }

    /// <summary>A word of the weights, [Depth,16], of the panel from input <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Float4 Weights(int first, int word)
    {
        int quad = firstQuad + (word & (DensePlace.OutputQuads - 1));
        return w[Input(first + (word / DensePlace.OutputQuads)), Math.Min(quad, lastQuad)];
    }

    private int Input(int input) => Math.Min(input, last);
}
