namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Partial gradients: for every tile a gradient in the distribution parameters, carried back to the
/// parameters. One item is one chunk; <see cref="ReductionWork"/> adds the chunks.
/// </summary>
internal abstract unsafe class GradientWork(CpuWorkspace workspace) : ParallelWork
{
    public CpuBuffer? Parameters { get; set; }

    public BatchPartition Partition { get; set; }

    public int Rows { get; set; }

    protected CpuWorkspace Workspace { get; } = workspace;

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        ref readonly TileScratch scratch = ref Workspace.Scratch[worker];
        CpuNetwork network = Workspace.Network;
        int length = network.Gradient.Length;
        float* parameters = Parameters!.Pointer;
        double* partial = Workspace.Partials + ((nint)item * length);
        int first = Partition.FirstTile(item);
        int end = Partition.EndTile(item);
        for (int index = first; index < end; index++)
        {
            // A run of tiles is summed in float32, then added to the chunk's doubles.
            int place = (index - first) % BatchPartition.TilesPerRun;
            float* tile = TileAt(index);
            int rows = Tile.RowsIn(index, Rows);
            Differentiate(parameters, tile, rows, scratch);
            network.Backward(
                parameters, tile, rows, place == 0 ? ProductStart.Zero : ProductStart.Result, scratch);
            if (place == BatchPartition.TilesPerRun - 1 || index == end - 1)
            {
                WideSums.Widen(
                    scratch.Gradient, partial, length, add: index - first >= BatchPartition.TilesPerRun);
            }
        }
    }

    /// <summary>A tile by its place in the batch.</summary>
    protected virtual float* TileAt(int index) => Workspace.KeptTile(index);

    /// <summary>Leaves the gradient in the distribution parameters of a tile in the scratch memory.</summary>
    protected abstract void Differentiate(float* parameters, float* tile, int rows, in TileScratch scratch);
}

/// <summary>Gradient of the mean negative log-likelihood.</summary>
internal sealed unsafe class LikelihoodGradientWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    /// <inheritdoc/>
    protected override void Differentiate(float* parameters, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        network.Forward(parameters, tile, rows);
        network.Head.LikelihoodGradient(
            tile + network.Layout.Distribution, tile + network.Layout.Actions, 1f / Rows, rows,
            scratch.Distribution);
    }
}

/// <summary>Gradient of the surrogate loss; its distribution becomes the old one.</summary>
internal sealed unsafe class SurrogateGradientWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    /// <inheritdoc/>
    protected override void Differentiate(float* parameters, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        TileLayout layout = network.Layout;
        network.Forward(parameters, tile, rows);
        long bytes = sizeof(float) * (long)Workspace.Shape.Head.Size.Parameters * Tile.Rows;
        System.Buffer.MemoryCopy(tile + layout.Distribution, tile + layout.OldDistribution, bytes, bytes);
        network.Head.SurrogateGradient(
            tile + layout.Distribution, tile + layout.Actions, tile + layout.Advantages,
            tile + layout.LogProbabilities,
            1f / Rows, rows, scratch.Distribution);
    }
}
