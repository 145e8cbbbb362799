using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <content>The loaded batch: all of it, a chunk of it, every n-th row of it.</content>
internal sealed partial class GpuWorkspace
{
    private SampleBatch batch;
    private RowOrder order;
    private int first;
    private FisherKind fisherKind;

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
            plan.Kept = (IsWhole ? everyNth! : kept).View.Cast<Float4>();
        }

        return plan;
    }

    /// <summary>The actions of those rows: loaded with a chunk, or where they lie among all of a whole batch.</summary>
    internal FisherSamples FisherSamples => new()
    {
        Tiles = samples.View,
        Stride = fisherKind == FisherKind.GaussNewton ? 0 : IsWhole ? FisherStride : 1,
    };

    /// <summary>Makes every n-th row ready; a chunked batch is loaded anew by every product.</summary>
    internal void PrepareFisher(int stride, FisherKind kind)
    {
        FisherStride = stride;
        fisherKind = kind;
        if (stride == 1)
        {
            return;
        }

        int tiles = RowTile.Count(WorkspaceMemory.EveryNth(Capacity, stride));
        Grow(ref everyNthDistribution, tiles, Shape.Head.Size.Parameters, "distributions of every n-th row");
        if (IsWhole)
        {
            int keptTiles = RowTile.Count(
                WorkspaceMemory.EveryNth(int.Min(Capacity, memory.ChunkTiles * RowTile.Rows), stride));
            Grow(ref everyNth, keptTiles, layout.KeptColumns, "the inputs of all layers for every n-th row");
            int rows = ((Rows - 1) / stride) + 1;
            Gather(kept, everyNth!, layout.KeptColumns, rows, stride);
            Gather(distribution, everyNthDistribution!, Shape.Head.Size.Parameters, rows, stride);
        }
    }

    // A smaller stride than those before it takes more memory.
    private void Grow(ref DeviceMemory<float>? memory, int tiles, int columns, string purpose)
    {
        if (memory is not null && memory.View.Length < (long)tiles * columns * RowTile.Rows)
        {
            backend.Synchronize();
            memory.Dispose();
            memory = null;
        }

        memory ??= Tiles(tiles, columns, purpose);
    }

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
