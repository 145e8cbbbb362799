using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>What <see cref="DenseTangent"/> works on.</summary>
public struct DenseTangentArguments
{
    /// <summary>First tile.</summary>
    public int FirstTile;

    /// <summary>The tile after the last.</summary>
    public int EndTile;

    /// <summary>The layer.</summary>
    public LayerPlace Layer;

    /// <summary>[P] W among them.</summary>
    public ArrayView<float> Parameters;

    /// <summary>[P] V and d among them.</summary>
    public ArrayView<float> Direction;

    /// <summary>I columns: the layer's kept inputs.</summary>
    public TileColumns Inputs;

    /// <summary>Columns of <see cref="Tangents"/> that there are: I, and none in the first layer.</summary>
    public int TangentInputs;

    /// <summary>I columns: their tangents.</summary>
    public TileColumns Tangents;

    /// <summary>O columns: the layer's kept outputs, of no meaning in the last layer.</summary>
    public TileColumns Outputs;

    /// <summary>O columns.</summary>
    public TileColumns Target;
}

/// <summary>The tangent of one layer of a wide network along a direction (V, d).</summary>
/// <remarks>
/// <code>
/// computes   dh = f'(h) * (x V + d + dx W)   (eq. 8, 9); without f'(h) in the last layer
/// threads    as DenseForward
/// Parameters [P]           read
/// Direction  [P]           read
/// Inputs     [tiles,I,64]  read   x, columns of kept tiles
/// Tangents   [tiles,I,64]  read   dx, columns of scratch tiles, but for the first layer
/// Outputs    [tiles,O,64]  read   h, columns of kept tiles
/// Target     [tiles,O,64]  write  columns of scratch tiles; of no meaning beyond row B
/// needs      groups of at most 128 threads
/// numeric    fp32, one chain of fused multiply-adds: d, then all of x V, then all of dx W, i ascending
/// cost       4*B*I*O flop, half of it in the first layer; at least 4*B*(2*I + 2*O) bytes
/// truth      ReferenceBackend.FisherVectorProduct
/// </code>
/// </remarks>
public static class DenseTangent
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel of a hidden layer.</summary>
    public static void Kernel<TActivation>(DenseTangentArguments n)
        where TActivation : struct, IActivation =>
        Blocks(n, new DenseSloped<TActivation>(n.Target, n.Outputs));

    /// <summary>The kernel of the last layer.</summary>
    public static void LastKernel(DenseTangentArguments n) => Blocks(n, new DensePlain(n.Target));

    /// <summary>The kernel of a hidden layer with few outputs.</summary>
    public static void FewOutputsKernel<TActivation>(DenseTangentArguments n)
        where TActivation : struct, IActivation =>
        Quads(n, new DenseSloped<TActivation>(n.Target, n.Outputs));

    /// <summary>The kernel of a last layer with few outputs.</summary>
    public static void LastFewOutputsKernel(DenseTangentArguments n) => Quads(n, new DensePlain(n.Target));

    private static void Blocks<TOutput>(in DenseTangentArguments n, TOutput target)
        where TOutput : struct, IDenseOutput
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(DenseProduct.SharedWords);
        DenseWeights direction = new(n.Direction, n.Layer);
        DenseWeights weights = new(n.Parameters, n.Layer);
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DensePlace place = DensePlace.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, round);
            DenseBlock sum = DenseProduct.Start(n.Direction, n.Layer.Bias, n.Layer.Outputs, place);
            sum = DenseProduct.Add(
                sum, new DenseTerm<DenseWeights>(n.Inputs, direction, n.Layer.Inputs, place), place, shared);
            if (n.TangentInputs > 0)
            {
                sum = DenseProduct.Add(
                    sum, new DenseTerm<DenseWeights>(n.Tangents, weights, n.TangentInputs, place), place, shared);
            }

            DenseProduct.Store(target, n.Layer.Outputs, place, sum);
        }
    }

    private static void Quads<TOutput>(in DenseTangentArguments n, TOutput target)
        where TOutput : struct, IDenseOutput
    {
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DenseQuad quad = DenseQuad.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, round);
            if (quad.Owned)
            {
                Float4 sum = Float4.Of(n.Direction[n.Layer.Bias + quad.Output]);
                sum = quad.Add(sum, n.Inputs, n.Direction, n.Layer, n.Layer.Inputs);
                sum = quad.Add(sum, n.Tangents, n.Parameters, n.Layer, n.TangentInputs);
                target.Store(quad.Tile, quad.Output, quad.Quad, sum);
            }
        }
    }
}
