using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>A network that fits one group: every sweep is one launch.</summary>
internal sealed class NarrowNetwork : GpuNetwork
{
    private readonly AcceleratorStream stream;
    private readonly NetworkKernels kernels;
    private readonly DistributionSize size;
    private readonly DeviceMemory<float> outputGradient;
    private readonly int threads;
    private readonly SharedMemoryConfig scratch;

    /// <summary>Allocates the sweeps of a network.</summary>
    /// <param name="backend">Device.</param>
    /// <param name="layout">The network.</param>
    /// <param name="kernels">Its kernels.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <param name="tiles">The most tiles of a plan.</param>
    internal NarrowNetwork(GpuBackend backend, NetworkLayout layout, NetworkKernels kernels, int threads, int tiles)
    {
        stream = backend.Stream;
        this.kernels = kernels;
        this.threads = threads;
        size = layout.Shape.Head.Size;
        scratch = SharedQuads.Request(LaunchShape.ScratchWords(layout.ScratchColumns));
        outputGradient = backend.AllocateMemory<float>(
            (long)tiles * size.Parameters * RowTile.Rows, "output gradients");
    }

    internal override (ArrayView<float> Tiles, int Columns, int Column) OutputGradient =>
        (outputGradient.View, size.Parameters, 0);

    internal override void Forward(
        in NetworkPlan plan, ArrayView<float> parameters, ArrayView<Float4> input, int inputColumns,
        ArrayView<Float4> distribution, bool keep) =>
        kernels.Forward(stream, new KernelConfig(plan.EndTile - plan.FirstTile, threads, scratch), new ForwardArguments
        {
            Plan = plan,
            Parameters = parameters,
            Input = input,
            InputColumns = inputColumns,
            Distribution = distribution,
            Keep = keep ? 1 : 0,
        });

    internal override void Backward(in NetworkPlan plan) =>
        kernels.Gradient(stream, Groups(plan), new GradientArguments
        {
            Plan = plan,
            OutputGradient = outputGradient.View.Cast<Float4>(),
        });

    internal override void FisherProduct(
        in NetworkPlan plan, in FisherSamples samples, ArrayView<float> parameters, ArrayView<float> direction) =>
        kernels.FisherProduct(stream, Groups(plan), new FisherProductArguments
        {
            Plan = plan,
            Size = size,
            Samples = samples,
            Parameters = parameters,
            Direction = direction,
        });

    internal override void Dispose() => outputGradient.Dispose();

    private KernelConfig Groups(in NetworkPlan plan) => new(plan.Groups, threads, scratch);
}
