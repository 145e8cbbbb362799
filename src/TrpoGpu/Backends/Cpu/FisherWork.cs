namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Copies every n-th row of the loaded batch into tiles of their own, with its action, and keeps their activations.
/// One item is one tile.
/// </summary>
internal sealed unsafe class FisherGatherWork(CpuWorkspace workspace) : ParallelWork
{
    public CpuBuffer? Parameters { get; set; }

    public int RowStride { get; set; }

    public int Rows { get; set; }

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        CpuNetwork network = workspace.Network;
        float* tile = workspace.EveryNthTile(item);
        int rows = Tile.RowsIn(item, Rows);
        for (int r = 0; r < rows; r++)
        {
            long row = ((item * (long)Tile.Rows) + r) * RowStride;
            float* source = workspace.KeptTile((int)(row / Tile.Rows)) + (row % Tile.Rows);
            CopyRow(source, tile + r, workspace.Shape.Mlp.Inputs);
            CopyRow(
                source + network.Layout.Actions, tile + network.Layout.Actions + r, workspace.Shape.Head.Size.Actions);
        }

        network.Forward(Parameters!.Pointer, tile, rows);
    }

    private static void CopyRow(float* source, float* destination, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            destination[column * Tile.Rows] = source[column * Tile.Rows];
        }
    }
}

/// <summary>Keeps the activations of the whole batch after a gradient that did not. One item is one tile.</summary>
internal sealed unsafe class KeepActivationsWork(CpuWorkspace workspace) : ParallelWork
{
    public CpuBuffer? Parameters { get; set; }

    public int Rows { get; set; }

    /// <inheritdoc/>
    public override void Execute(int item, int worker) =>
        workspace.Network.Forward(Parameters!.Pointer, workspace.KeptTile(item), Tile.RowsIn(item, Rows));
}

/// <summary>
/// Partial Fisher-vector products: the tangent of a tile's distribution parameters, weighted by their metric, or by the
/// outer product of their actions' scores, and carried back.
/// </summary>
internal sealed unsafe class FisherProductWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    public CpuBuffer? Direction { get; set; }

    public int RowStride { get; set; } = 1;

    public FisherKind Kind { get; set; }

    /// <summary>A tile of the rows that the Fisher matrix is averaged over.</summary>
    public float* FisherTile(int index) =>
        RowStride == 1 ? Workspace.KeptTile(index) : Workspace.EveryNthTile(index);

    /// <inheritdoc/>
    protected override float* TileAt(int index) => FisherTile(index);

    /// <inheritdoc/>
    protected override void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        network.Tangent(parameters, Direction!.Pointer, tile, rows, scratch);
        float* distribution = tile + network.Layout.Distribution;
        if (Kind == FisherKind.Empirical)
        {
            network.Head.ScoreMetric(
                distribution, tile + network.Layout.Actions, 1f / Rows, rows, scratch.Distribution);
        }
        else
        {
            network.Head.Metric(distribution, 1f / Rows, rows, scratch.Distribution);
        }
    }
}
