using System;
using ILGPU;
using TrpoGpu.Kernels.Kronecker;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <content>Curvature that is a Kronecker product in every layer.</content>
internal sealed partial class GpuBackend
{
    private protected override KroneckerWorkspace CreateKroneckerWorkspaceCore(NetworkWorkspace workspace) =>
        new GpuKronecker(this, (GpuWorkspace)workspace);

    private protected override void ReadKroneckerFactorsCore(
        KroneckerWorkspace kronecker, ComputeBuffer parameters, Span<double> destination)
    {
        GpuKronecker k = (GpuKronecker)kronecker;
        GpuWorkspace w = (GpuWorkspace)kronecker.Network;
        NetworkPlan plan = w.FisherPlan();
        k.Begin();
        for (int tile = 0; tile < RowTile.Count(plan.Rows);)
        {
            NetworkPlan chunk = FisherChunk(w, plan, tile, View(parameters));
            k.Add(chunk);
            tile = chunk.EndTile;
        }

        k.ReadMeans(plan.Rows, destination);
    }

    private protected override KroneckerMatrices CreateKroneckerMatricesCore(KroneckerLayout layout) =>
        new GpuKroneckerMatrices(this, layout);

    private protected override void ApplyKroneckerProductCore(
        KroneckerMatrices matrices, ComputeBuffer x, ComputeBuffer y)
    {
        KroneckerProductArguments arguments = ((GpuKroneckerMatrices)matrices).Arguments(View(x), View(y));
        KernelConfig threads = LaunchShape.ForEach(arguments.Parameters);
        Launches.KroneckerLeft(Stream, threads, arguments);
        Launches.KroneckerRight(Stream, threads, arguments);
    }

    private protected override long BytesOfKroneckerWorkspaceCore(NetworkShape shape, int capacity) =>
        GpuKronecker.BytesFor(shape, capacity);

    private protected override long BytesOfKroneckerMatricesCore(NetworkShape shape) =>
        GpuKroneckerMatrices.BytesFor(new KroneckerLayout(shape));
}
