using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Dense;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// The sweeps of a network that does not fit a group, layer after layer over the tiles of a chunk: launches and
/// nothing else. Every method returns before the device is done, and allocates nothing.
/// </summary>
internal sealed class WideNetwork
{
    private readonly LayerPlace[] layers;
    private readonly int threads;
    private readonly Launchers launchers;

    private WideNetwork(LayerPlace[] layers, int threads, Launchers launchers)
    {
        this.layers = layers;
        this.threads = threads;
        this.launchers = launchers;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            TemporaryColumns = Math.Max(TemporaryColumns, layers[l].Outputs);
        }
    }

    /// <summary>Columns of the temporary tiles of <see cref="Infer"/>: the widest hidden layer; 0 if there is none.</summary>
    public int TemporaryColumns { get; }

    /// <summary>Loads the kernels of a network.</summary>
    /// <typeparam name="TActivation">Of the hidden layers.</typeparam>
    /// <param name="kernels">Those of the device.</param>
    /// <param name="layers">Places of the layers, as the plans have them on the device.</param>
    /// <param name="threads">Threads of a group, 1 to 128; where a device has fewer, all it has.</param>
    public static WideNetwork Create<TActivation>(
        DeviceKernels kernels, ReadOnlySpan<LayerPlace> layers, int threads = DensePlace.Blocks)
        where TActivation : struct, IActivation
    {
        int most = kernels.Accelerator.MaxNumThreadsPerGroup;
        return new WideNetwork(layers.ToArray(), Math.Min(threads, most), Launchers.Load<TActivation>(kernels));
    }

    /// <summary>W' of the layers from the second on, which <see cref="Backward"/> reads.</summary>
    public void Transpose(AcceleratorStream stream, in NetworkPlan plan, ArrayView<float> parameters)
    {
        int weights = 0;
        for (int l = 1; l < layers.Length; l++)
        {
            weights = Math.Max(weights, layers[l].Outputs * TransposeWeights.Columns(layers[l].Inputs));
        }

        if (weights > 0)
        {
            launchers.Transpose(
                stream,
                Groups((weights + (threads - 1)) / threads),
                new TransposeWeightsArguments
                {
                    LayerCount = plan.LayerCount,
                    Layers = plan.Layers,
                    Parameters = parameters,
                    Transposed = plan.Transposed.Cast<float>(),
                });
        }
    }

    /// <summary>
    /// From the first layer's inputs in the kept tiles of the chunk to those of all others, and to the network's
    /// outputs in the distribution tiles.
    /// </summary>
    public void Forward(AcceleratorStream stream, in NetworkPlan plan, ArrayView<float> parameters)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            TileColumns target = l == layers.Length - 1
                ? new TileColumns(plan.Distribution.Cast<Float4>(), plan.DistributionColumns, 0, 0)
                : Kept(plan, layers[l + 1].InputColumn);
            Forward(
                stream, l, parameters, plan.Rows, plan.FirstTile, plan.EndTile, Kept(plan, layers[l].InputColumn),
                target);
        }
    }

    /// <summary>The network's outputs without keeping anything.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="rows">B.</param>
    /// <param name="firstTile">First tile.</param>
    /// <param name="endTile">The tile after the last.</param>
    /// <param name="input">[tiles,I,64] read.</param>
    /// <param name="first">[tiles,<see cref="TemporaryColumns"/>,64] write; of no meaning without a hidden layer.</param>
    /// <param name="second">As <paramref name="first"/>; of no meaning with fewer than two hidden layers.</param>
    /// <param name="output">[tiles,O,64] write; rows beyond the last are zero.</param>
    public void Infer(
        AcceleratorStream stream, ArrayView<float> parameters, int rows, int firstTile, int endTile,
        TileColumns input, TileColumns first, TileColumns second, TileColumns output)
    {
        TileColumns source = input;
        for (int l = 0; l < layers.Length; l++)
        {
            TileColumns target = l == layers.Length - 1 ? output : (l & 1) == 0 ? first : second;
            Forward(stream, l, parameters, rows, firstTile, endTile, source, target);
            source = target;
        }
    }

    /// <summary>
    /// From the kept tiles to the tangents of all layers' outputs along a direction in the scratch tiles.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] write, but for the free parameters' columns.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="direction">[P] read.</param>
    public void Tangent(
        AcceleratorStream stream, in NetworkPlan plan, ArrayView<Float4> scratch, ArrayView<float> parameters,
        ArrayView<float> direction)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            bool isLast = l == layers.Length - 1;
            DenseTangentArguments arguments = new()
            {
                FirstTile = plan.FirstTile,
                EndTile = plan.EndTile,
                Layer = layers[l],
                Parameters = parameters,
                Direction = direction,
                Inputs = Kept(plan, layers[l].InputColumn),
                TangentInputs = l == 0 ? 0 : layers[l].Inputs,
                Tangents = Scratch(plan, scratch, layers[Math.Max(l - 1, 0)].OutputColumn),
                Outputs = Kept(plan, layers[isLast ? l : l + 1].InputColumn),
                Target = Scratch(plan, scratch, layers[l].OutputColumn),
            };
            int tiles = plan.EndTile - plan.FirstTile;
            if (LayerProduct.HasFewOutputs(layers[l].Outputs))
            {
                (isLast ? launchers.LastTangentOfFew : launchers.TangentOfFew)(
                    stream, Groups(DenseQuad.Groups(tiles, layers[l].Outputs)), arguments);
            }
            else
            {
                (isLast ? launchers.LastTangent : launchers.Tangent)(
                    stream, Groups(DensePlace.Groups(tiles, layers[l].Outputs)), arguments);
            }
        }
    }

    /// <summary>
    /// From the gradients with respect to the network's outputs to those of all layers' outputs, in the scratch tiles.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] read in the last layer's columns, write in all before.</param>
    public void Backward(AcceleratorStream stream, in NetworkPlan plan, ArrayView<Float4> scratch)
    {
        for (int l = layers.Length - 1; l > 0; l--)
        {
            launchers.BackwardInput(
                stream,
                Groups(DensePlace.Groups(plan.EndTile - plan.FirstTile, layers[l].Inputs)),
                new DenseBackwardInputArguments
                {
                    FirstTile = plan.FirstTile,
                    EndTile = plan.EndTile,
                    Layer = layers[l],
                    Transposed = plan.Transposed,
                    Source = Scratch(plan, scratch, layers[l].OutputColumn),
                    Inputs = Kept(plan, layers[l].InputColumn),
                    Target = Scratch(plan, scratch, layers[l - 1].OutputColumn),
                });
        }
    }

    /// <summary>
    /// From the kept tiles and the gradients in the scratch tiles, zero beyond the last row, to the partial gradients
    /// of the chunk's groups: one launch for all layers.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="plan">Network and chunk, which begins with a group's first tile.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] read, the free parameters' columns as well.</param>
    public void Weights(AcceleratorStream stream, in NetworkPlan plan, ArrayView<Float4> scratch)
    {
        LayerPlace last = layers[^1];
        int blocks = WeightTiling.CountBlocks(layers, plan.ScratchColumns - last.OutputColumn - last.Outputs);
        int tiles = plan.EndTile - plan.FirstTile;
        int groups = (tiles + (plan.TilesPerGroup - 1)) / plan.TilesPerGroup;
        launchers.BackwardWeight(
            stream,
            Groups(groups * blocks),
            new DenseBackwardWeightArguments { Plan = plan, Scratch = scratch, Blocks = blocks });
    }

    private static TileColumns Kept(in NetworkPlan plan, int column) =>
        new(plan.Kept, plan.KeptColumns, column, plan.FirstTile);

    private static TileColumns Scratch(in NetworkPlan plan, ArrayView<Float4> scratch, int column) =>
        new(scratch, plan.ScratchColumns, column, plan.FirstTile);

    private void Forward(
        AcceleratorStream stream, int l, ArrayView<float> parameters, int rows, int firstTile, int endTile,
        TileColumns source, TileColumns target)
    {
        bool isLast = l == layers.Length - 1;
        DenseForwardArguments arguments = new()
        {
            Rows = rows,
            FirstTile = firstTile,
            EndTile = endTile,
            Layer = layers[l],
            Parameters = parameters,
            Source = source,
            Target = target,
        };
        if (LayerProduct.HasFewOutputs(layers[l].Outputs))
        {
            (isLast ? launchers.LastForwardOfFew : launchers.ForwardOfFew)(
                stream, Groups(DenseQuad.Groups(endTile - firstTile, layers[l].Outputs)), arguments);
        }
        else
        {
            (isLast ? launchers.LastForward : launchers.Forward)(
                stream, Groups(DensePlace.Groups(endTile - firstTile, layers[l].Outputs)), arguments);
        }
    }

    private KernelConfig Groups(int groups) => new(groups, threads);

    // One field a kernel, each loaded once.
    private sealed record Launchers(
        Action<AcceleratorStream, KernelConfig, TransposeWeightsArguments> Transpose,
        Action<AcceleratorStream, KernelConfig, DenseForwardArguments> Forward,
        Action<AcceleratorStream, KernelConfig, DenseForwardArguments> LastForward,
        Action<AcceleratorStream, KernelConfig, DenseForwardArguments> ForwardOfFew,
        Action<AcceleratorStream, KernelConfig, DenseForwardArguments> LastForwardOfFew,
        Action<AcceleratorStream, KernelConfig, DenseTangentArguments> Tangent,
        Action<AcceleratorStream, KernelConfig, DenseTangentArguments> LastTangent,
        Action<AcceleratorStream, KernelConfig, DenseTangentArguments> TangentOfFew,
        Action<AcceleratorStream, KernelConfig, DenseTangentArguments> LastTangentOfFew,
        Action<AcceleratorStream, KernelConfig, DenseBackwardInputArguments> BackwardInput,
        Action<AcceleratorStream, KernelConfig, DenseBackwardWeightArguments> BackwardWeight)
    {
        public static Launchers Load<TActivation>(DeviceKernels kernels)
            where TActivation : struct, IActivation => new(
                kernels.Load<TransposeWeightsArguments>(TransposeWeights.Kernel),
                kernels.Load<DenseForwardArguments>(DenseForward.Kernel<TActivation>),
                kernels.Load<DenseForwardArguments>(DenseForward.Kernel<Identity>),
                kernels.Load<DenseForwardArguments>(DenseForward.FewOutputsKernel<TActivation>),
                kernels.Load<DenseForwardArguments>(DenseForward.FewOutputsKernel<Identity>),
                kernels.Load<DenseTangentArguments>(DenseTangent.Kernel<TActivation>),
                kernels.Load<DenseTangentArguments>(DenseTangent.LastKernel),
                kernels.Load<DenseTangentArguments>(DenseTangent.FewOutputsKernel<TActivation>),
                kernels.Load<DenseTangentArguments>(DenseTangent.LastFewOutputsKernel),
                kernels.Load<DenseBackwardInputArguments>(DenseBackwardInput.Kernel<TActivation>),
                kernels.Load<DenseBackwardWeightArguments>(DenseBackwardWeight.Kernel));
    }
}
