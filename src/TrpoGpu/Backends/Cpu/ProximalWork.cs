namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Distributions at older parameters, from which KL is measured; nothing else of a kept tile is touched. One item is
/// one tile.
/// </summary>
internal sealed unsafe class OldDistributionWork(CpuWorkspace workspace) : ParallelWork
{
    public CpuBuffer? Parameters { get; set; }

    public int Rows { get; set; }

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        CpuNetwork network = workspace.Network;
        float* tile = workspace.KeptTile(item);
        network.Infer(
            Parameters!.Pointer, tile + network.Layout.Input(0), Tile.RowsIn(item, Rows), workspace.Scratch[worker],
            tile + network.Layout.OldDistribution);
    }
}

/// <summary>Gradient of the clipped surrogate loss with penalty and bonus; the old distribution stays.</summary>
internal sealed unsafe class ProximalGradientWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    public ProximalWeights Weights { get; set; }

    /// <inheritdoc/>
    protected override void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        TileLayout layout = network.Layout;
        Forward(parameters, kept, tile, rows);
        network.Head.ProximalGradient(
            kept + layout.OldDistribution, kept + layout.Distribution, kept + layout.Actions,
            kept + layout.Advantages, kept + layout.LogProbabilities, 1f / Rows, Weights, rows, scratch.Distribution);
    }
}
