using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Device memory of one network and the loaded batch in it.</summary>
/// <remarks>
/// Where the inputs of all layers for a whole batch do not fit the device, only a chunk of tiles is kept, and every
/// sweep loads and computes chunk after chunk again: slower, with the same bits. The batch's buffers must then stay as
/// they were until the next one is loaded.
/// </remarks>
internal sealed class GpuWorkspace : NetworkWorkspace
{
    private readonly GpuBackend backend;
    private readonly WorkspaceMemory memory;
    private readonly NetworkLayout layout;
    private readonly DeviceMemory<LayerPlace> layers;
    private readonly DeviceMemory<WeightBlock> blocks;
    private readonly DeviceMemory<int> biases;
    private readonly DeviceMemory<float> transposed;
    private readonly DeviceMemory<double> partials;
    private readonly DeviceMemory<float> kept;
    private readonly DeviceMemory<float> samples;
    private readonly DeviceMemory<float> distribution;
    private readonly DeviceMemory<float> candidate;
    private readonly DeviceMemory<double> sums;
    private readonly DeviceMemory<double> totals;
    private DeviceMemory<float>? inferenceInput;
    private DeviceMemory<float>? everyNth;
    private DeviceMemory<float>? everyNthDistribution;
    private SampleBatch batch;
    private RowOrder order;
    private int first;

    internal GpuWorkspace(GpuBackend backend, NetworkShape shape, int capacity)
        : base(backend, shape, capacity)
    {
        this.backend = backend;
        layout = new NetworkLayout(shape);
        memory = new WorkspaceMemory(layout, capacity, backend.LaunchShape, backend.Memory.Available);
        backend.Memory.Check(memory.Bytes, $"the workspace of {shape} for {capacity} rows");
        int tiles = RowTile.Count(capacity);
        layers = backend.Upload(layout.Layers, "the table of layers");
        blocks = backend.Upload(layout.Blocks, "the table of weights");
        biases = backend.Upload(layout.Biases, "the table of biases");
        transposed = backend.AllocateMemory<float>(layout.TransposedLength, "transposed weights");
        partials = backend.AllocateMemory<double>((long)memory.Groups * shape.ParameterCount, "partial gradients");
        kept = Tiles(memory.ChunkTiles, layout.KeptColumns, "the inputs of all layers");
        samples = Tiles(memory.ChunkTiles, SampleColumns, "samples");
        distribution = Tiles(tiles, shape.Head.Size.Parameters, "distributions");
        candidate = Tiles(tiles, shape.Head.Size.Parameters, "distributions");
        sums = backend.AllocateMemory<double>((long)tiles * HeadTerms.Columns, "sums");
        totals = backend.AllocateMemory<double>(HeadTerms.Columns, "sums");
        int blocksPerThread = memory.NarrowGroup > 0
            ? (layout.Blocks.Length + memory.NarrowGroup - 1) / memory.NarrowGroup
            : 1;
        Kernels = NetworkKernels.For(backend.Kernels, shape, blocksPerThread);
        Network = memory.NarrowGroup > 0
            ? new NarrowNetwork(backend, layout, Kernels, memory.NarrowGroup, memory.ChunkTiles)
            : new WideNetwork(backend, layout, Kernels, memory.ChunkTiles);
    }

    /// <summary>The kernels of the network's types.</summary>
    internal NetworkKernels Kernels { get; }

    /// <summary>The sweeps.</summary>
    internal GpuNetwork Network { get; }

    /// <summary>Whether every sweep is one launch.</summary>
    internal bool IsNarrow => memory.NarrowGroup > 0;

    /// <summary>Tiles that are kept at once.</summary>
    internal int ChunkTiles => memory.ChunkTiles;

    /// <summary>Whether the loaded batch is kept as a whole.</summary>
    internal bool IsWhole => RowTile.Count(Rows) <= memory.ChunkTiles;

    /// <summary>[tiles,A,64] distribution parameters at those of the last gradient.</summary>
    internal DeviceMemory<float> Distribution => distribution;

    /// <summary>[tiles,A,64] distribution parameters of whatever was asked last.</summary>
    internal DeviceMemory<float> Candidate => candidate;

    /// <summary>[tiles,KeptColumns,64].</summary>
    internal DeviceMemory<float> Kept => kept;

    /// <summary>[tiles,4] sums over rows.</summary>
    internal DeviceMemory<double> Sums => sums;

    /// <summary>[4].</summary>
    internal DeviceMemory<double> Totals => totals;

    /// <summary>[groups,P].</summary>
    internal DeviceMemory<double> Partials => partials;

    /// <summary>Rows that the Fisher matrix is averaged over are this far apart.</summary>
    internal int FisherStride { get; private set; }

    /// <summary>Columns of a kept tile.</summary>
    internal int KeptColumns => layout.KeptColumns;

    private int SampleColumns => Shape.Head.Size.Actions + 2;

    /// <summary>The network over a batch of some rows, with no tiles yet.</summary>
    internal NetworkPlan Plan(int rows)
    {
        (int runTiles, int groups) = backend.LaunchShape.Share(RowTile.Count(rows), Shape.ParameterCount, IsNarrow);
        return new NetworkPlan
        {
            Rows = rows,
            LayerCount = layout.Layers.Length,
            Parameters = Shape.ParameterCount,
            DistributionColumns = Shape.Head.Size.Parameters,
            KeptColumns = layout.KeptColumns,
            ScratchColumns = layout.ScratchColumns,
            RunTiles = runTiles,
            Groups = groups,
            Layers = layers.View,
            Blocks = blocks.View,
            Biases = biases.View,
            Kept = kept.View.Cast<Float4>(),
            Distribution = distribution.View,
            Transposed = transposed.View.Cast<Float4>(),
            Partials = partials.View,
        };
    }

    /// <summary>The part of a plan that begins at a tile: all of it, or as much as is kept at once.</summary>
    internal NetworkPlan Chunk(NetworkPlan plan, int firstTile)
    {
        plan.FirstTile = firstTile;
        plan.EndTile = int.Min(RowTile.Count(plan.Rows), firstTile + memory.ChunkTiles);
        return plan;
    }

    /// <summary>Remembers a batch, and loads it if it is kept as a whole.</summary>
    internal void Load(in SampleBatch batch, RowOrder order, int first, int rows)
    {
        this.batch = batch;
        this.order = order;
        this.first = first;
        if (RowTile.Count(rows) <= memory.ChunkTiles)
        {
            LoadChunk(Chunk(Plan(rows), 0), stride: 1);
        }
    }

    /// <summary>Loads the rows of a chunk, a stride apart.</summary>
    internal void LoadChunk(in NetworkPlan chunk, int stride)
    {
        LoadColumns(chunk, stride, batch.Observations, Shape.Mlp.Inputs, kept, layout.KeptColumns, 0);
        int actions = Shape.Head.Size.Actions;
        LoadColumns(chunk, stride, batch.Actions, actions, samples, SampleColumns, 0);
        if (batch.Advantages is not null && batch.LogProbabilities is not null)
        {
            LoadColumns(chunk, stride, batch.Advantages, 1, samples, SampleColumns, actions);
            LoadColumns(chunk, stride, batch.LogProbabilities, 1, samples, SampleColumns, actions + 1);
        }
    }

    /// <summary>Copies a chunk of observations that are not a loaded batch into tiles of their own.</summary>
    internal ArrayView<Float4> LoadInference(in NetworkPlan chunk, ComputeBuffer observations)
    {
        int inputs = Shape.Mlp.Inputs;
        inferenceInput ??= Tiles(memory.ChunkTiles, inputs, "observations to act on");
        LoadColumns(
            chunk, RowOrder.Identity(chunk.Rows), 0, 1, observations, inputs, inferenceInput, inputs, 0);
        return inferenceInput.View.Cast<Float4>();
    }

    /// <summary>The plan of the rows that the Fisher matrix is averaged over.</summary>
    internal NetworkPlan FisherPlan()
    {
        NetworkPlan plan = Plan(((Rows - 1) / FisherStride) + 1);
        if (FisherStride > 1)
        {
            plan.Distribution = everyNthDistribution!.View;
            plan.Kept = (everyNth ?? kept).View.Cast<Float4>();
        }

        return plan;
    }

    /// <summary>Makes every n-th row ready; a chunked batch is loaded anew by every product.</summary>
    internal void PrepareFisher(int stride)
    {
        FisherStride = stride;
        if (stride == 1)
        {
            return;
        }

        int tiles = RowTile.Count((Capacity + 1) / 2);
        everyNthDistribution ??= Tiles(tiles, Shape.Head.Size.Parameters, "distributions of every n-th row");
        if (IsWhole)
        {
            everyNth ??= Tiles(tiles, layout.KeptColumns, "the inputs of all layers for every n-th row");
            int rows = ((Rows - 1) / stride) + 1;
            Gather(kept, everyNth, layout.KeptColumns, rows, stride);
            Gather(distribution, everyNthDistribution, Shape.Head.Size.Parameters, rows, stride);
        }
    }

    /// <summary>What the heads' kernels read of a chunk.</summary>
    internal HeadArguments Head(in NetworkPlan chunk, bool surrogate) => new()
    {
        Rows = chunk.Rows,
        FirstTile = chunk.FirstTile,
        EndTile = chunk.EndTile,
        Surrogate = surrogate ? 1 : 0,
        Size = Shape.Head.Size,
        Samples = samples.View,
        Distribution = distribution.View,
        OldDistribution = distribution.View,
    };

    /// <summary>Transposes the weights that backward sweeps read.</summary>
    internal void Transpose(ArrayView<float> parameters)
    {
        if (layout.TransposedLength > 0)
        {
            backend.Launches.Transpose(backend.Stream, backend.LaunchShape.ForEach(layout.TransposedLength), new()
            {
                LayerCount = layout.Layers.Length,
                Length = layout.TransposedLength,
                Layers = layers.View,
                Parameters = parameters,
                Transposed = transposed.View,
            });
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Network.Dispose();
        layers.Dispose();
        blocks.Dispose();
        biases.Dispose();
        transposed.Dispose();
        partials.Dispose();
        kept.Dispose();
        samples.Dispose();
        distribution.Dispose();
        candidate.Dispose();
        sums.Dispose();
        totals.Dispose();
        inferenceInput?.Dispose();
        everyNth?.Dispose();
        everyNthDistribution?.Dispose();
    }

    private DeviceMemory<float> Tiles(int tiles, int columns, string purpose) =>
        backend.AllocateMemory<float>((long)tiles * columns * RowTile.Rows, purpose);

    private void LoadColumns(
        in NetworkPlan chunk, int stride, ComputeBuffer source, int columns, DeviceMemory<float> tiles, int tileColumns,
        int tileColumn) =>
        LoadColumns(chunk, order, first, stride, source, columns, tiles, tileColumns, tileColumn);

    private void LoadColumns(
        in NetworkPlan chunk, RowOrder order, int first, int stride, ComputeBuffer source, int columns,
        DeviceMemory<float> tiles, int tileColumns, int tileColumn)
    {
        int firstRow = chunk.FirstTile * RowTile.Rows;
        int rows = int.Min(chunk.Rows, chunk.EndTile * RowTile.Rows) - firstRow;
        backend.Launches.LoadTiles(
            backend.Stream, backend.LaunchShape.ForEach(RowTile.Count(rows) * RowTile.Rows), new()
            {
                Source = ((GpuBuffer)source).View,
                Tiles = tiles.View,
                Order = order,
                First = first + (firstRow * stride),
                Stride = stride,
                Rows = rows,
                Columns = columns,
                TileColumns = tileColumns,
                TileColumn = tileColumn,
            });
    }

    private void Gather(
        DeviceMemory<float> source, DeviceMemory<float> target, int columns, int rows, int stride) =>
        backend.Launches.GatherRows(
            backend.Stream, backend.LaunchShape.ForEach(RowTile.Count(rows) * RowTile.Rows), new()
            {
                Source = source.View,
                Target = target.View,
                Rows = rows,
                Stride = stride,
                Columns = columns,
            });
}
