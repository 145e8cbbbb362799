using System;

namespace TrpoGpu.Shapes;

/// <summary>Two square matrices a layer, and a number a free parameter, in one flat vector.</summary>
/// <remarks>
/// It holds curvature that is a Kronecker product in every layer (Martens and Grosse 2015), and whatever is computed
/// from such: layer by layer the matrix of the input side, [I+1,I+1], whose last coordinate is the bias, and that of
/// the output side, [O,O], both row-major; the numbers of the head's free parameters last.
/// </remarks>
public sealed class KroneckerLayout
{
    private readonly KroneckerBlock[] blocks;

    /// <summary>Lays out the matrices of a network.</summary>
    /// <exception cref="ArgumentException">They have more than 2^31-1 numbers.</exception>
    public KroneckerLayout(NetworkShape network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        ReadOnlySpan<DenseShape> layers = network.Mlp.Layers;
        blocks = new KroneckerBlock[layers.Length];
        long offset = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            long inputs = layers[l].I + 1L;
            long outputs = layers[l].O;
            long end = offset + (inputs * inputs) + (outputs * outputs);
            if (end + network.Head.Size.FreeParameters > int.MaxValue)
            {
                throw new ArgumentException(
                    $"KroneckerLayout: the matrices of {network.Mlp} have more than {int.MaxValue} numbers.",
                    nameof(network));
            }

            blocks[l] = new KroneckerBlock(layers[l], (int)offset, (int)(offset + (inputs * inputs)));
            offset = end;
        }

        FreeOffset = (int)offset;
    }

    /// <summary>The network.</summary>
    public NetworkShape Network { get; }

    /// <summary>The pairs of matrices, layer by layer.</summary>
    public ReadOnlySpan<KroneckerBlock> Blocks => blocks;

    /// <summary>First of the numbers of the free parameters.</summary>
    public int FreeOffset { get; }

    /// <summary>Numbers in all.</summary>
    public int Length => FreeOffset + Network.Head.Size.FreeParameters;
}

/// <summary>The two matrices of one layer in the flat vector.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="InputOffset">First of the (I+1)*(I+1) numbers of the input side.</param>
/// <param name="OutputOffset">First of the O*O numbers of the output side.</param>
public readonly record struct KroneckerBlock(DenseShape Layer, int InputOffset, int OutputOffset)
{
    /// <summary>I+1: coordinates of the input side, the bias last.</summary>
    public int Inputs => Layer.I + 1;

    /// <summary>O: coordinates of the output side.</summary>
    public int Outputs => Layer.O;
}
