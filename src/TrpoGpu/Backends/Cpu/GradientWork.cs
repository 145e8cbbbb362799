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

    /// <summary>
    /// Whether activations are left in the kept tiles. They are not where only those of some rows will be wanted: a
    /// large batch's would go to memory and never be read.
    /// </summary>
    public bool KeepsActivations { get; set; } = true;

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
            float* kept = TileAt(index);
            float* tile = KeepsActivations ? kept : Workspace.PassingTile(worker);
            int rows = Tile.RowsIn(index, Rows);
            Differentiate(parameters, kept, tile, rows, scratch);
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
    /// <param name="parameters">[P] read.</param>
    /// <param name="kept">The tile with the samples.</param>
    /// <param name="tile">The tile with the activations: the same, or one that passes by.</param>
    /// <param name="rows">Of the tile.</param>
    /// <param name="scratch">This worker's.</param>
    protected abstract void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch);

    /// <summary>Activations into a tile; the distribution parameters stay in the kept one in any case.</summary>
    protected void Forward(float* parameters, float* kept, float* tile, int rows)
    {
        CpuNetwork network = Workspace.Network;
        if (tile != kept)
        {
            CopyColumns(kept, tile, network.Shape.Mlp.Inputs);
        }

        network.Forward(parameters, tile, rows);
        if (tile != kept)
        {
            CopyColumns(
                tile + network.Layout.Distribution, kept + network.Layout.Distribution,
                network.Shape.Head.Size.Parameters);
        }
    }

    /// <summary>Copies columns of a tile.</summary>
    protected static void CopyColumns(float* source, float* destination, int columns)
    {
        long bytes = sizeof(float) * (long)columns * Tile.Rows;
        System.Buffer.MemoryCopy(source, destination, bytes, bytes);
    }
}

/// <summary>Gradient of the mean negative log-likelihood.</summary>
internal sealed unsafe class LikelihoodGradientWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    /// <inheritdoc/>
    protected override void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        Forward(parameters, kept, tile, rows);
        network.Head.LikelihoodGradient(
            kept + network.Layout.Distribution, kept + network.Layout.Actions, 1f / Rows, rows,
            scratch.Distribution);
    }
}

/// <summary>Gradient of the surrogate loss; its distribution becomes the old one.</summary>
internal sealed unsafe class SurrogateGradientWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    /// <inheritdoc/>
    protected override void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        TileLayout layout = network.Layout;
        Forward(parameters, kept, tile, rows);
        CopyColumns(kept + layout.Distribution, kept + layout.OldDistribution, network.Shape.Head.Size.Parameters);
        network.Head.SurrogateGradient(
            kept + layout.Distribution, kept + layout.Actions, kept + layout.Advantages,
            kept + layout.LogProbabilities,
            1f / Rows, rows, scratch.Distribution);
    }
}
