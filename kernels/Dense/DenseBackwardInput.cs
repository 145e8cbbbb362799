using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>What <see cref="DenseBackwardInput"/> works on.</summary>
public struct DenseBackwardInputArguments
{
    /// <summary>First tile.</summary>
    public int FirstTile;

    /// <summary>The tile after the last.</summary>
    public int EndTile;

    /// <summary>The layer, not the first.</summary>
    public LayerPlace Layer;

    /// <summary>[O,I rounded up to four] W' of the layer among them.</summary>
    public ArrayView<Float4> Transposed;

    /// <summary>O columns: gradients with respect to the layer's outputs, before the activation.</summary>
    public TileColumns Source;

    /// <summary>I columns: the layer's kept inputs.</summary>
    public TileColumns Inputs;

    /// <summary>I columns: gradients with respect to the outputs of the layer before.</summary>
    public TileColumns Target;
}

/// <summary>The gradient of one layer of a wide network, carried to the layer before.</summary>
/// <remarks>
/// <code>
/// computes   u' = f'(h) * (u W')   (eq. 7)
/// threads    as DenseForward, over inputs instead of outputs
/// Transposed [O,I rounded up to four]  read   W'
/// Source     [tiles,O,64]              read   u, columns of scratch tiles
/// Inputs     [tiles,I,64]              read   h, columns of kept tiles
/// Target     [tiles,I,64]              write  u', columns of scratch tiles; zero where u is
/// needs      groups of at most 128 threads
/// numeric    fp32, one chain of fused multiply-adds from zero on, o ascending
/// cost       2*B*I*O flop; at least 4*B*(2*I + O) bytes
/// truth      ReferenceBackend.SurrogateGradient
/// </code>
/// </remarks>
public static class DenseBackwardInput
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation>(DenseBackwardInputArguments n)
        where TActivation : struct, IActivation
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(DenseProduct.SharedWords);
        int quads = (n.Layer.Inputs + (Float4.Length - 1)) / Float4.Length;
        WordWeights weights = new(n.Transposed, n.Layer.Transposed / Float4.Length, quads);
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DensePlace place = DensePlace.Of(n.FirstTile, n.EndTile, n.Layer.Inputs, round);
            DenseBlock sum = DenseProduct.Add(
                DenseProduct.Zero(), new DenseTerm<WordWeights>(n.Source, weights, n.Layer.Outputs, place), place,
                shared);
            DenseProduct.Store(
                new DenseSloped<TActivation>(n.Target, n.Inputs), n.Layer.Inputs, place, sum);
        }
    }
}
