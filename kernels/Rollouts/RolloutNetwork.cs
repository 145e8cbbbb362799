using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>A network as the fused rollout runs it: inputs and outputs are columns of a shared tile.</summary>
public struct RolloutNetwork
{
    /// <summary>L.</summary>
    public int LayerCount;

    /// <summary>[L] sizes, places of the parameters, and columns of the shared tile.</summary>
    public ArrayView<LayerPlace> Layers;

    /// <summary>[P].</summary>
    public ArrayView<float> Parameters;

    /// <summary>
    /// Carries the inputs in the shared tile to the outputs. All threads of a group call it, after a barrier; it ends
    /// with one.
    /// </summary>
    public static void Forward<TActivation>(in RolloutNetwork network, ArrayView<Float4> scratch)
        where TActivation : struct, IActivation
    {
        for (int l = 0; l < network.LayerCount; l++)
        {
            LayerPlace layer = network.Layers[l];
            LayerPhases.Forward(
                network.Parameters, layer, new SharedColumns(scratch, layer.InputColumn),
                new RolloutOutput<TActivation>(scratch, layer.OutputColumn, l < network.LayerCount - 1));

            // A layer's outputs are the next one's inputs, or what the kernel goes on with.
            Group.Barrier();
        }
    }
}

/// <summary>f(z) into shared memory, or z where the layer is the last: one piece of code for both.</summary>
/// <typeparam name="TActivation">f.</typeparam>
/// <param name="scratch">The shared tile.</param>
/// <param name="first">Column of output 0 in it.</param>
/// <param name="isHidden">Whether f is applied.</param>
public readonly struct RolloutOutput<TActivation>(ArrayView<Float4> scratch, int first, bool isHidden) : ILayerOutput
    where TActivation : struct, IActivation
{
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly int first = first * RowTile.SharedStride;
    private readonly bool isHidden = isHidden;

    /// <inheritdoc/>
    public void Store(int output, int quad, Float4 sums)
    {
        Float4 h = isHidden
            ? new Float4(Value(sums.X), Value(sums.Y), Value(sums.Z), Value(sums.W))
            : sums;
        scratch[first + (output * RowTile.SharedStride) + quad] = h;
    }

    private static float Value(float z) => TActivation.Value(new Float32(z)).Value;
}
