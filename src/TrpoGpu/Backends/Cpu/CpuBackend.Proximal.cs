namespace TrpoGpu.Backends.Cpu;

/// <content>Gradients of proximal updates.</content>
public sealed partial class CpuBackend
{
    private protected override void KeepOldDistributionCore(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.OldDistribution.Parameters = (CpuBuffer)parameters;
        w.OldDistribution.Rows = w.Rows;
        pool.Run(w.OldDistribution, Tile.Count(w.Rows), IsSmall(w, w.Rows, 1));
    }

    private protected override void ProximalGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, in ProximalTerms terms, ComputeBuffer gradient)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.ProximalGradient.Weights = ProximalWeights.Of(terms, w.Rows);
        FormGradient(w, w.ProximalGradient, parameters, gradient);
    }
}
