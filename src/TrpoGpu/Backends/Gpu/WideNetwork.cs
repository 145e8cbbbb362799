using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>A network that does not fit one group: every layer of a sweep is a launch.</summary>
internal sealed class WideNetwork : GpuNetwork
{
    private readonly GpuBackend backend;
    private readonly NetworkKernels kernels;
    private readonly WideSweeps sweeps;
    private readonly DistributionSize size;
    private readonly DeviceMemory<float> scratch;
    private readonly DeviceMemory<float> first;
    private readonly DeviceMemory<float> second;
    private readonly int outputColumn;
    private readonly int scratchColumns;
    private readonly int temporaryColumns;

    /// <summary>Allocates the sweeps of a network.</summary>
    /// <param name="backend">Device.</param>
    /// <param name="layout">The network.</param>
    /// <param name="kernels">Its kernels.</param>
    /// <param name="tiles">The most tiles of a plan.</param>
    internal WideNetwork(GpuBackend backend, NetworkLayout layout, NetworkKernels kernels, int tiles)
    {
        this.backend = backend;
        this.kernels = kernels;
        size = layout.Shape.Head.Size;
        outputColumn = layout.Layers[^1].OutputColumn;
        scratchColumns = layout.ScratchColumns;
        temporaryColumns = WideSweeps.TemporaryColumns(layout.Layers);
        sweeps = new WideSweeps(backend.Stream, kernels.Dense, layout.Layers, backend.LaunchShape.WideGroup);
        scratch = backend.AllocateMemory<float>((long)tiles * scratchColumns * RowTile.Rows, "outputs of all layers");
        first = backend.AllocateMemory<float>((long)tiles * temporaryColumns * RowTile.Rows, "hidden layers");
        second = backend.AllocateMemory<float>((long)tiles * temporaryColumns * RowTile.Rows, "hidden layers");
    }

    internal override (ArrayView<float> Tiles, int Columns, int Column) OutputGradient =>
        (scratch.View, scratchColumns, outputColumn);

    internal override void Forward(
        in NetworkPlan plan, ArrayView<float> parameters, ArrayView<Float4> input, int inputColumns,
        ArrayView<Float4> distribution, bool keep)
    {
        TileColumns source = new(input, inputColumns, 0, plan.FirstTile);
        TileColumns target = new(distribution, plan.DistributionColumns, 0, 0);
        if (keep)
        {
            sweeps.Forward(plan, parameters, source, target);
        }
        else
        {
            sweeps.Infer(plan, parameters, source, Temporary(plan, first), Temporary(plan, second), target);
        }
    }

    internal override void Backward(in NetworkPlan plan)
    {
        ArrayView<Float4> words = scratch.View.Cast<Float4>();
        sweeps.Backward(plan, words);
        sweeps.Weights(plan, words);
    }

    internal override void FisherProduct(
        in NetworkPlan plan, in FisherSamples samples, ArrayView<float> parameters, ArrayView<float> direction)
    {
        sweeps.Tangent(plan, scratch.View.Cast<Float4>(), parameters, direction);
        kernels.HeadMetric(
            backend.Stream, backend.LaunchShape.ForEach((plan.EndTile - plan.FirstTile) * RowTile.Rows), new()
            {
                Plan = plan,
                Size = size,
                Samples = samples,
                Direction = direction,
                Scratch = scratch.View,
            });
        Backward(plan);
    }

    internal override void Dispose()
    {
        scratch.Dispose();
        first.Dispose();
        second.Dispose();
    }

    private TileColumns Temporary(in NetworkPlan plan, DeviceMemory<float> memory) =>
        new(memory.View.Cast<Float4>(), temporaryColumns, 0, plan.FirstTile);
}
