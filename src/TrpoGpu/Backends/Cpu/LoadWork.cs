using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Copies the rows of a batch into kept tiles. One item is one tile.</summary>
internal sealed unsafe class LoadWork(CpuWorkspace workspace) : ParallelWork
{
    public SampleBatch Batch { get; set; }

    public RowOrder Order { get; set; }

    public int First { get; set; }

    public int Rows { get; set; }

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        float* tile = workspace.KeptTile(item);
        TileLayout layout = workspace.Network.Layout;
        int first = First + (item * Tile.Rows);
        int rows = Tile.RowsIn(item, Rows);

        // A place of a shuffled order takes longer to find than its row to copy: once a row, not once a buffer.
        int* places = stackalloc int[Tile.Rows];
        for (int r = 0; r < rows; r++)
        {
            places[r] = Order[first + r];
        }

        Gather(Batch.Observations, workspace.Shape.Mlp.Inputs, places, rows, tile + layout.Input(0));
        Gather(Batch.Actions, workspace.Shape.Head.Size.Actions, places, rows, tile + layout.Actions);
        if (Batch.Advantages is not null && Batch.LogProbabilities is not null)
        {
            Gather(Batch.Advantages, 1, places, rows, tile + layout.Advantages);
            Gather(Batch.LogProbabilities, 1, places, rows, tile + layout.LogProbabilities);
        }
    }

    private static void Gather(ComputeBuffer source, int width, int* places, int rows, float* columns) =>
        RowMajor.Gather(((CpuBuffer)source).Pointer, width, places, rows, columns);
}
