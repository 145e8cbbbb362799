using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>What <see cref="DenseForward"/> works on.</summary>
public struct DenseForwardArguments
{
    /// <summary>B.</summary>
    public int Rows;

    /// <summary>First tile.</summary>
    public int FirstTile;

    /// <summary>The tile after the last.</summary>
    public int EndTile;

    /// <summary>The layer.</summary>
    public LayerPlace Layer;

    /// <summary>[P] of the network.</summary>
    public ArrayView<float> Parameters;

    /// <summary>I columns.</summary>
    public TileColumns Source;

    /// <summary>O columns, none of them among those of the source.</summary>
    public TileColumns Target;
}

/// <summary>The values of one layer of a wide network.</summary>
/// <remarks>
/// <code>
/// computes   h = f(x W + c)   (eq. 1, 2); f is the identity in the last layer
/// threads    one group for two tiles by 64 outputs, see DenseProduct; with few outputs one thread for a quad of rows
///            of one output. Groups over outputs first, then over tiles; surplus threads take part and do not store
/// Parameters [P]           read
/// Source     [tiles,I,64]  read   columns of kept tiles, or of the last layer's target where nothing is kept
/// Target     [tiles,O,64]  write  columns of kept tiles, temporary ones or distribution tiles; zero beyond row B
/// needs      groups of at most 128 threads
/// numeric    fp32, one chain of fused multiply-adds from c on, i ascending
/// cost       2*B*I*O flop; at least 4*B*(I + O) bytes
/// truth      ReferenceBackend.Forward
/// </code>
/// </remarks>
public static class DenseForward
{
    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation>(DenseForwardArguments n)
        where TActivation : struct, IActivation
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(DenseProduct.SharedWords);
        DenseWeights weights = new(n.Parameters, n.Layer);
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DensePlace place = DensePlace.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, round);
            DenseBlock sum = DenseProduct.Start(n.Parameters, n.Layer.Bias, n.Layer.Outputs, place);
            sum = DenseProduct.Add(
                sum, new DenseTerm<DenseWeights>(n.Source, weights, n.Layer.Inputs, place), place, shared);
            DenseProduct.Store(
                new DenseActivated<TActivation>(n.Target, n.Rows), n.Layer.Outputs, place, sum);
        }
    }

    /// <summary>The kernel of a layer with few outputs.</summary>
    public static void FewOutputsKernel<TActivation>(DenseForwardArguments n)
        where TActivation : struct, IActivation
    {
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DenseQuad quad = DenseQuad.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, round);
            if (quad.Owned)
            {
                Float4 sum = Float4.Of(n.Parameters[n.Layer.Bias + quad.Output]);
                sum = quad.Add(sum, n.Source, n.Parameters, n.Layer, n.Layer.Inputs);
                new DenseActivated<TActivation>(n.Target, n.Rows).Store(quad.Tile, quad.Output, quad.Quad, sum);
            }
        }
    }
}
