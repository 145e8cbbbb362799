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

    /// <summary>O columns, none of them among those of the source, and the free parameters' after them.</summary>
    public TileColumns Target;

    /// <summary>Free parameters: none, unless it is the last layer.</summary>
    public int FreeParameters;

    /// <summary>Offset of the first of them in the parameters.</summary>
    public int FirstFree;
}

/// <summary>The values of one layer of a wide network.</summary>
/// <remarks>
/// <code>
/// computes   h = f(x W + c), in the last layer w = [x W + c | s] with the identity as f   (eq. 1 to 3)
/// threads    one group for two tiles by 64 outputs, see DenseProduct; with few outputs one thread for a quad of rows
///            of one output. Groups over outputs first, then over tiles; surplus threads take part and do not store
/// Parameters [P]           read
/// Source     [tiles,I,64]  read   columns of kept tiles, or of the last layer's target where nothing is kept
/// Target     [tiles,O,64]  write  columns of kept tiles, temporary ones or distribution tiles, there with those of s
///            after them; zero beyond row B
/// needs      groups of at most 128 threads
/// numeric    fp32, one chain of fused multiply-adds from c on, i ascending
/// cost       2*B*I*O flop; at least 4*B*(I + O) bytes
/// truth      ReferenceBackend.Forward
/// </code>
/// </remarks>
public static class DenseForward
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TActivation>(DenseForwardArguments n)
        where TActivation : struct, IActivation
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(DenseProduct.SharedWords);
        DenseWeights weights = new(n.Parameters, n.Layer);
        DenseActivated<TActivation> target = new(n.Target, n.Rows);
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DensePlace place = DensePlace.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, round);
            DenseBlock sum = DenseProduct.Start(n.Parameters, n.Layer.Bias, n.Layer.Outputs, place);
            sum = DenseProduct.Add(
                sum, new DenseTerm<DenseWeights>(n.Source, weights, n.Layer.Inputs, place), place, shared);
            DenseProduct.Store(target, n.Layer.Outputs, place, sum);
        }

        StoreFreeParameters(n, target);
    }

    /// <summary>The kernel of a layer with few outputs.</summary>
    public static void FewOutputsKernel<TActivation>(DenseForwardArguments n)
        where TActivation : struct, IActivation
    {
        DenseActivated<TActivation> target = new(n.Target, n.Rows);
        int columns = n.Layer.Outputs + n.FreeParameters;
        for (int round = 0; round < DensePlace.Blocks; round += Group.DimX)
        {
            DenseQuad quad = DenseQuad.Of(n.FirstTile, n.EndTile, columns, round);
            if (quad.Owned)
            {
                bool isFree = quad.Output >= n.Layer.Outputs;
                Float4 sum = Float4.Of(n.Parameters[
                    isFree ? n.FirstFree + quad.Output - n.Layer.Outputs : n.Layer.Bias + quad.Output]);
                sum = quad.Add(sum, n.Source, n.Parameters, n.Layer, isFree ? 0 : n.Layer.Inputs);
                target.Store(quad.Tile, quad.Output, quad.Quad, sum);
            }
        }
    }

    // The groups of the first outputs store the free parameters of their tiles as well.
    private static void StoreFreeParameters<TOutput>(in DenseForwardArguments n, TOutput target)
        where TOutput : struct, IDenseOutput
    {
        DensePlace place = DensePlace.Of(n.FirstTile, n.EndTile, n.Layer.Outputs, 0);
        int words = place.FirstQuad == 0 ? n.FreeParameters * RowTile.Quads : 0;
        for (int item = Group.IdxX; item < words; item += Group.DimX)
        {
            int f = item / RowTile.Quads;
            int quad = item - (f * RowTile.Quads);
            Float4 value = Float4.Of(n.Parameters[n.FirstFree + f]);
            target.Store(place.LowTile, n.Layer.Outputs + f, quad, value);
            if (place.HasHigh)
            {
                target.Store(place.LowTile + 1, n.Layer.Outputs + f, quad, value);
            }
        }
    }
}
