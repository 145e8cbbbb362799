using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <content>Gradients of proximal updates.</content>
internal sealed partial class GpuBackend
{
    private protected override void KeepOldDistributionCore(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        ArrayView<Float4> target = w.BeginOldDistribution();
        NetworkPlan plan = w.Plan(w.Rows);
        for (int tile = 0; tile < RowTile.Count(w.Rows);)
        {
            NetworkPlan chunk = w.Chunk(plan, tile);
            if (!w.IsWhole)
            {
                w.LoadChunk(chunk, stride: 1);
            }

            w.Network.Forward(chunk, View(parameters), chunk.Kept, w.KeptColumns, target, keep: false);
            tile = chunk.EndTile;
        }
    }

    private protected override void ProximalGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, in ProximalTerms terms, ComputeBuffer gradient)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Differentiate(
            w, View(parameters), surrogate: true, becomesOld: false, ProximalWeights.Of(terms, w.Rows), View(gradient));
    }
}
