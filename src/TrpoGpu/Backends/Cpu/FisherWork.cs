namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Copies every n-th row of the loaded batch into tiles of their own and keeps their activations. One item is
/// one tile.
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
            for (int column = 0; column < workspace.Shape.Mlp.Inputs; column++)
            {
                tile[(column * Tile.Rows) + r] = source[column * Tile.Rows];
            }
        }

        network.Forward(Parameters!.Pointer, tile, rows);
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
/// Partial Fisher-vector products: the tangent of a tile's distribution parameters, weighted by their metric
/// and carried back.
/// </summary>
internal sealed unsafe class FisherProductWork(CpuWorkspace workspace) : GradientWork(workspace)
{
    public CpuBuffer? Direction { get; set; }

    public int RowStride { get; set; } = 1;

    /// <inheritdoc/>
    protected override float* TileAt(int index) =>
        RowStride == 1 ? Workspace.KeptTile(index) : Workspace.EveryNthTile(index);

    /// <inheritdoc/>
    protected override void Differentiate(
        float* parameters, float* kept, float* tile, int rows, in TileScratch scratch)
    {
        CpuNetwork network = Workspace.Network;
        network.Tangent(parameters, Direction!.Pointer, tile, rows, scratch);
        network.Head.Metric(tile + network.Layout.Distribution, 1f / Rows, rows, scratch.Distribution);
    }
}
