using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What <see cref="TransposeWeights"/> reads and writes.</summary>
public struct TransposeWeightsArguments
{
    /// <summary>L.</summary>
    public int LayerCount;

    /// <summary>Numbers of the transposed weights.</summary>
    public int Length;

    /// <summary>[L] sizes and places.</summary>
    public ArrayView<LayerPlace> Layers;

    /// <summary>[P].</summary>
    public ArrayView<float> Parameters;

    /// <summary>[O,I rounded up to four] layer by layer, from the second on.</summary>
    public ArrayView<float> Transposed;
}

/// <summary>The transposed weights of all layers but the first, in rows of whole 16-byte words.</summary>
/// <remarks>
/// <code>
/// computes    w'[o,i] = w[i,o], zero for the i that round a row up
/// threads     one a number; surplus threads leave at once
/// Layers      [L]                      read
/// Parameters  [P]                      read
/// Transposed  [O,I rounded up] a layer write
/// cost        8 bytes a number
/// truth       the assignment above
/// </code>
/// Made once an update, read by every backward sweep of it.
/// </remarks>
public static class TransposeWeights
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(TransposeWeightsArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= n.Length)
        {
            return;
        }

        int l = n.LayerCount - 1;
        while (k < n.Layers[l].Transposed)
        {
            l--;
        }

        LayerPlace layer = n.Layers[l];
        int stride = (layer.Inputs + (Float4.Length - 1)) / Float4.Length * Float4.Length;
        int o = (k - layer.Transposed) / stride;
        int i = k - layer.Transposed - (o * stride);
        n.Transposed[k] = i < layer.Inputs ? n.Parameters[layer.Weights + (i * layer.Outputs) + o] : 0f;
    }
}
