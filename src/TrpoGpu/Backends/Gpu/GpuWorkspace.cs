using ILGPU;
using TrpoGpu.Kernels.Network;
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
internal sealed partial class GpuWorkspace : NetworkWorkspace
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
    private readonly DeviceMemory<float> firstDistribution;
    private readonly DeviceMemory<float> candidate;
    private readonly DeviceMemory<double> sums;
    private readonly DeviceMemory<double> totals;
    private DeviceMemory<float> distribution;
    private DeviceMemory<float> oldDistribution;
    private DeviceMemory<float>? secondDistribution;
    private DeviceMemory<float>? inferenceInput;
    private DeviceMemory<float>? everyNth;
    private DeviceMemory<float>? everyNthDistribution;

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
        firstDistribution = Tiles(tiles, shape.Head.Size.Parameters, "distributions");
        distribution = firstDistribution;
        oldDistribution = firstDistribution;
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

    /// <summary>[tiles,A,64] distribution parameters of whatever was asked last.</summary>
    internal DeviceMemory<float> Candidate => candidate;

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

    /// <summary>Distribution parameters of observations that are tiles already.</summary>
    internal void Forward(
        ArrayView<float> parameters, ArrayView<Float4> observations, int rows, ArrayView<Float4> outputs)
    {
        NetworkPlan plan = Plan(rows);
        int wordsPerTile = Shape.Mlp.Inputs * RowTile.Rows / Float4.Length;
        for (int tile = 0; tile < RowTile.Count(rows);)
        {
            NetworkPlan chunk = Chunk(plan, tile);
            long first = (long)tile * wordsPerTile;
            Network.Forward(
                chunk, parameters, observations.SubView(first, (long)(chunk.EndTile - tile) * wordsPerTile),
                Shape.Mlp.Inputs, outputs, keep: false);
            tile = chunk.EndTile;
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
        OldDistribution = oldDistribution.View,
    };

    /// <summary>
    /// Makes ready for a gradient: transposes the weights that backward sweeps read, and sees that the distribution
    /// which KL is measured from is only overwritten by the next one.
    /// </summary>
    internal void BeginGradient(ArrayView<float> parameters, bool becomesOld)
    {
        if (becomesOld)
        {
            oldDistribution = distribution;
        }
        else if (HasOldDistribution && oldDistribution == distribution)
        {
            distribution = OtherThan(distribution);
        }

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

    /// <summary>
    /// Where the distribution goes that KL will be measured from: not where that of a gradient lies, from which Fisher
    /// products start.
    /// </summary>
    internal ArrayView<Float4> BeginOldDistribution()
    {
        if (Stage >= WorkspaceStage.Differentiated && oldDistribution == distribution)
        {
            oldDistribution = OtherThan(distribution);
        }

        return oldDistribution.View.Cast<Float4>();
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
        firstDistribution.Dispose();
        secondDistribution?.Dispose();
        candidate.Dispose();
        sums.Dispose();
        totals.Dispose();
        inferenceInput?.Dispose();
        everyNth?.Dispose();
        everyNthDistribution?.Dispose();
    }

    private DeviceMemory<float> OtherThan(DeviceMemory<float> used)
    {
        secondDistribution ??= Tiles(
            RowTile.Count(Capacity), Shape.Head.Size.Parameters, "a second set of distributions");
        return used == firstDistribution ? secondDistribution : firstDistribution;
    }

    private DeviceMemory<float> Tiles(int tiles, int columns, string purpose) =>
        backend.AllocateMemory<float>((long)tiles * columns * RowTile.Rows, purpose);
}
