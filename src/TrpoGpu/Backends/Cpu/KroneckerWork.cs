namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Partial Kronecker factors: the second moments of every layer's inputs, and of its gradients for every column of a
/// factor of the output metric. One item is one chunk.
/// </summary>
internal sealed unsafe class KroneckerWork(CpuKronecker kronecker, CpuWorkspace workspace) : ParallelWork
{
    public CpuBuffer? Parameters { get; set; }

    public BatchPartition Partition { get; set; }

    public int Rows { get; set; }

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        int first = Partition.FirstTile(item);
        int count = Partition.EndTile(item) - first;
        int columns = workspace.Shape.Head.Size.NetworkOutputs;
        for (int index = 0; index < count; index++)
        {
            float* tile = workspace.FisherProduct.FisherTile(first + index);
            int rows = Tile.RowsIn(first + index, Rows);
            AddInputs(tile, rows, new Run(index, count), item, worker);
            for (int k = 0; k < columns; k++)
            {
                AddOutputs(tile, rows, k, new Run((index * columns) + k, count * columns), item, worker);
            }
        }
    }

    private void AddInputs(float* tile, int rows, Run run, int chunk, int worker)
    {
        float* sums = kronecker.Sums(worker);
        for (int l = 0; l < kronecker.Layout.Blocks.Length; l++)
        {
            // The column of ones behind a layer's inputs is the bias's.
            workspace.Network.Layers.SecondMoments(
                tile + workspace.Network.Layout.Input(l), kronecker.Layout.Blocks[l].Inputs, rows, run.Start,
                kronecker.Transposed(worker), sums + kronecker.Input(l));
        }

        if (run.IsLast)
        {
            WideSums.Widen(sums, kronecker.Partial(chunk), kronecker.OutputOffset, run.Adds);
        }
    }

    private void AddOutputs(float* tile, int rows, int column, Run run, int chunk, int worker)
    {
        CpuNetwork network = workspace.Network;
        ref readonly TileScratch scratch = ref workspace.Scratch[worker];
        float* sums = kronecker.Sums(worker);
        float* gradient = scratch.Distribution;
        network.Head.MetricFactor(tile + network.Layout.Distribution, column, rows, gradient);
        for (int l = kronecker.Layout.Blocks.Length - 1; l >= 0; l--)
        {
            network.Layers.SecondMoments(
                gradient, kronecker.Layout.Blocks[l].Outputs, rows, run.Start, kronecker.Transposed(worker),
                sums + kronecker.Output(l));
            if (l > 0)
            {
                float* next = gradient == scratch.First ? scratch.Second : scratch.First;
                network.Layers.BackwardInput(l, Parameters!.Pointer, tile, rows, gradient, next);
                gradient = next;
            }
        }

        if (run.IsLast)
        {
            int offset = kronecker.OutputOffset;
            WideSums.Widen(
                sums + offset, kronecker.Partial(chunk) + offset, kronecker.Length - offset, run.Adds);
        }
    }

    // Tiles are summed in float32 over a run, then added to the chunk's doubles.
    private readonly struct Run(int index, int count)
    {
        private readonly int place = index % BatchPartition.TilesPerRun;

        public ProductStart Start => place == 0 ? ProductStart.Zero : ProductStart.Result;

        public bool IsLast => place == BatchPartition.TilesPerRun - 1 || index == count - 1;

        public bool Adds => index >= BatchPartition.TilesPerRun;
    }
}
