using ILGPU;

namespace TrpoGpu.Kernels.Network;

/// <summary>What <see cref="TransposeWeights"/> works on.</summary>
public struct TransposeWeightsArguments
{
    /// <summary>L.</summary>
    public int LayerCount;

    /// <summary>[L] sizes and places.</summary>
    public ArrayView<LayerPlace> Layers;

    /// <summary>[P] of the network.</summary>
    public ArrayView<float> Parameters;

    /// <summary>[O,I rounded up to four] transposed weights, layer by layer from the second on.</summary>
    public ArrayView<float> Transposed;
}

/// <summary>The transposed weights that backward sweeps read, once for all sweeps at these parameters.</summary>
/// <remarks>
/// <code>
/// computes   W'[o,i] = W[i,o] of the layers from the second on, and zero up to the next multiple of four inputs
/// threads    any number, each for every so manieth element; neighbours write neighbours
/// Layers     [L]                                       read
/// Parameters [P]                                       read
/// Transposed [sum of O * (I rounded up to four)]       write
/// numeric    exact
/// cost       8*P bytes
/// </code>
/// </remarks>
public static class TransposeWeights
{
    /// <summary>The kernel.</summary>
    public static void Kernel(TransposeWeightsArguments n)
    {
        int first = (Grid.IdxX * Group.DimX) + Group.IdxX;
        int step = Grid.DimX * Group.DimX;
        for (int l = 1; l < n.LayerCount; l++)
        {
            LayerPlace layer = n.Layers[l];
            int columns = Columns(layer.Inputs);
            for (int item = first; item < layer.Outputs * columns; item += step)
            {
                int o = item / columns;
                int i = item - (o * columns);
                n.Transposed[layer.Transposed + item] =
                    i < layer.Inputs ? n.Parameters[layer.Weights + (i * layer.Outputs) + o] : 0f;
            }
        }
    }

    /// <summary>Numbers in a row of transposed weights: whole 16-byte words.</summary>
    public static int Columns(int inputs) => (inputs + 3) & ~3;
}
