using System;
using System.Collections.Generic;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The sweeps and sums of Kronecker factors, layer after layer for narrow and wide networks.</summary>
internal sealed class GpuKronecker : KroneckerWorkspace
{
    // Tiles that are swept at once: enough rows for any device.
    private const int MostTiles = 256;

    // Partial sums: at most 64 MiB where a single one does not take more.
    private const int MostSlices = 64;
    private const int MostPartials = 1 << 23;

    private readonly GpuBackend backend;
    private readonly GpuWorkspace workspace;
    private readonly WideSweeps sweeps;
    private readonly MomentPairs pairs;
    private readonly DeviceMemory<int> pairTable;
    private readonly DeviceMemory<float> scratch;
    private readonly DeviceMemory<double> partials;
    private readonly DeviceMemory<double> sums;
    private readonly double[] read;
    private readonly int tilesAtOnce;
    private readonly int scratchColumns;

    internal GpuKronecker(GpuBackend backend, GpuWorkspace workspace)
        : base(workspace)
    {
        this.backend = backend;
        this.workspace = workspace;
        NetworkLayout layout = new(workspace.Shape);
        pairs = new MomentPairs(layout);
        backend.Memory.Check(
            BytesFor(workspace.Shape, workspace.Capacity), $"the Kronecker factors of {workspace.Shape}");
        int tiles = RowTile.Count(workspace.Capacity);
        tilesAtOnce = int.Min(tiles, MostTiles);
        scratchColumns = layout.ScratchColumns;
        pairTable = backend.Upload(pairs.Columns, "the table of moments");
        scratch = backend.AllocateMemory<float>(ScratchLength(layout, tiles), "gradients of all layers");
        partials = backend.AllocateMemory<double>(PartialLength(pairs, tiles), "partial moments");
        sums = backend.AllocateMemory<double>(pairs.Count, "moments");
        read = new double[pairs.Count];
        sweeps = new WideSweeps(
            backend.Stream, workspace.Kernels.Dense, layout.Layers, backend.LaunchShape.WideGroup);
    }

    /// <summary>Bytes that one takes.</summary>
    internal static long BytesFor(NetworkShape shape, int capacity)
    {
        NetworkLayout layout = new(shape);
        MomentPairs pairs = new(layout);
        int tiles = RowTile.Count(capacity);
        return (sizeof(int) * (long)pairs.Columns.Length) + (sizeof(float) * ScratchLength(layout, tiles)) +
            (sizeof(double) * (PartialLength(pairs, tiles) + pairs.Count));
    }

    /// <summary>Begins the factors of a batch.</summary>
    internal void Begin() => partials.Clear(backend.Stream);

    /// <summary>Adds the rows of a chunk, whose activations and distributions are there.</summary>
    internal void Add(in NetworkPlan chunk)
    {
        for (int tile = chunk.FirstTile; tile < chunk.EndTile; tile += tilesAtOnce)
        {
            NetworkPlan part = chunk;
            part.FirstTile = tile;
            part.EndTile = int.Min(chunk.EndTile, tile + tilesAtOnce);
            int skipped = chunk.KeptTile(tile);
            part.Kept = chunk.Kept.SubView(skipped, chunk.Kept.Length - skipped);
            AddPart(part);
        }
    }

    /// <summary>Adds the partial sums, waits for them and writes the means.</summary>
    internal void ReadMeans(int rows, Span<double> destination)
    {
        int tiles = RowTile.Count(rows);
        int sliceTiles = SliceTiles(tiles);
        backend.Launches.MomentReduction(backend.Stream, backend.LaunchShape.ForEach(pairs.Count), new()
        {
            Slices = (tiles + sliceTiles - 1) / sliceTiles,
            Pairs = pairs.Count,
            Partials = partials.View,
            Sums = sums.View,
        });
        backend.Read(sums, read);
        int next = 0;
        foreach (KroneckerBlock block in Layout.Blocks)
        {
            next = Expand(next, block.Inputs, rows, destination[block.InputOffset..]);
        }

        foreach (KroneckerBlock block in Layout.Blocks)
        {
            next = Expand(next, block.Outputs, rows, destination[block.OutputOffset..]);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        pairTable.Dispose();
        scratch.Dispose();
        partials.Dispose();
        sums.Dispose();
    }

    private void AddPart(in NetworkPlan part)
    {
        AddMoments(part, part.Kept, part.KeptColumns, 0, pairs.InputCount);
        ArrayView<Float4> words = scratch.View.Cast<Float4>();
        for (int k = 0; k < workspace.Shape.Head.Size.NetworkOutputs; k++)
        {
            workspace.Kernels.HeadMetricFactor(
                backend.Stream, backend.LaunchShape.ForEach((part.EndTile - part.FirstTile) * RowTile.Rows), new()
                {
                    Plan = part,
                    Size = workspace.Shape.Head.Size,
                    Column = k,
                    Scratch = scratch.View,
                });
            sweeps.Backward(part, words);
            AddMoments(part, words, scratchColumns, pairs.InputCount, pairs.Count - pairs.InputCount);
        }
    }

    private void AddMoments(in NetworkPlan part, ArrayView<Float4> tiles, int columns, int firstPair, int count)
    {
        int sliceTiles = SliceTiles(RowTile.Count(part.Rows));
        int firstSlice = part.FirstTile / sliceTiles;
        int slices = ((part.EndTile - 1) / sliceTiles) - firstSlice + 1;
        backend.Launches.SecondMoments(backend.Stream, backend.LaunchShape.ForEach(slices * count), new()
        {
            Rows = part.Rows,
            FirstTile = part.FirstTile,
            EndTile = part.EndTile,
            Columns = columns,
            SliceTiles = sliceTiles,
            FirstSlice = firstSlice,
            Slices = slices,
            FirstPair = firstPair,
            PairCount = count,
            AllPairs = pairs.Count,
            Tiles = tiles,
            Pairs = pairTable.View,
            Partials = partials.View,
        });
    }

    private int Expand(int next, int width, int rows, Span<double> means)
    {
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double mean = read[next++] / rows;
                means[(i * width) + j] = mean;
                means[(j * width) + i] = mean;
            }
        }

        return next;
    }

    // A function of the batch and the network alone, so that chunks give the bits of the whole.
    private int SliceTiles(int tiles)
    {
        int most = SlicesAtMost(pairs, tiles);
        return (tiles + most - 1) / most;
    }

    private static int SlicesAtMost(MomentPairs pairs, int tiles) =>
        int.Min(tiles, int.Clamp(MostPartials / pairs.Count, 1, MostSlices));

    private static long PartialLength(MomentPairs pairs, int tiles) => (long)SlicesAtMost(pairs, tiles) * pairs.Count;

    private static long ScratchLength(NetworkLayout layout, int tiles) =>
        (long)int.Min(tiles, MostTiles) * layout.ScratchColumns * RowTile.Rows;

    /// <summary>The pairs of columns whose moments are wanted: the lower triangles, input sides first.</summary>
    private sealed class MomentPairs
    {
        private const int Ones = -1;

        internal MomentPairs(NetworkLayout layout)
        {
            List<int> columns = [];
            foreach (LayerPlace layer in layout.Layers)
            {
                AddTriangle(columns, layer.InputColumn, layer.Inputs, hasOnes: true);
            }

            InputCount = columns.Count / 2;
            foreach (LayerPlace layer in layout.Layers)
            {
                AddTriangle(columns, layer.OutputColumn, layer.Outputs, hasOnes: false);
            }

            Columns = [.. columns];
        }

        /// <summary>[Count,2].</summary>
        internal int[] Columns { get; }

        /// <summary>Pairs.</summary>
        internal int Count => Columns.Length / 2;

        /// <summary>Pairs of the input sides.</summary>
        internal int InputCount { get; }

        private static void AddTriangle(List<int> columns, int first, int width, bool hasOnes)
        {
            int count = hasOnes ? width + 1 : width;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    columns.Add(i < width ? first + i : Ones);
                    columns.Add(j < width ? first + j : Ones);
                }
            }
        }
    }
}
