using System;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>How much device memory a network needs over a batch, and how much of the batch is kept at once.</summary>
internal sealed class WorkspaceMemory
{
    private const long RowBytes = RowTile.Rows * sizeof(float);

    // Chunks hold whole runs, of whatever length.
    private const int Granule = 12;

    private readonly NetworkLayout layout;
    private readonly int capacity;

    /// <summary>Plans the memory of a network.</summary>
    /// <param name="layout">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="shape">How it is launched.</param>
    /// <param name="available">Bytes left on the device.</param>
    internal WorkspaceMemory(NetworkLayout layout, int capacity, LaunchShape shape, long available)
    {
        this.layout = layout;
        this.capacity = capacity;
        int tiles = RowTile.Count(capacity);
        int distribution = layout.Shape.Head.Size.Parameters;
        int samples = layout.Shape.Head.Size.Actions + 2;
        NarrowGroup = shape.NarrowGroupFor(layout.ScratchColumns, layout.Blocks.Length, layout.Widest);
        Groups = shape.MostGroups(tiles, layout.Shape.ParameterCount, NarrowGroup > 0);
        long columns = layout.KeptColumns + samples +
            (NarrowGroup > 0
                ? distribution
                : layout.ScratchColumns + (2L * WideSweeps.TemporaryColumns(layout.Layers)));
        BytesPerTile = RowBytes * columns;
        FixedBytes =
            (RowBytes * 2 * distribution * tiles) + (sizeof(double) * (long)HeadTerms.Columns * (tiles + 1)) +
            (sizeof(double) * (long)Groups * layout.Shape.ParameterCount) + (sizeof(float) * layout.TransposedLength) +
            (sizeof(int) * ((8L * layout.Blocks.Length) + (7L * layout.Layers.Length) + layout.ScratchColumns));

        // Half of what is left: a critic's memory comes after a policy's. And no more than the 32-bit indices of
        // kernels reach, whatever there is.
        long affordable = ((available / 2) - FixedBytes) / BytesPerTile;
        long reachable = int.MaxValue / (RowTile.Rows * Math.Max(layout.KeptColumns, layout.ScratchColumns));
        long kept = Math.Min(affordable, reachable);
        IsWhole = tiles <= kept;
        ChunkTiles = IsWhole ? tiles : (int)Math.Clamp(kept / Granule * Granule, Math.Min(Granule, tiles), tiles);
    }

    /// <summary>Threads of a group that carries tiles through the whole network; 0 for a wide network.</summary>
    internal int NarrowGroup { get; }

    /// <summary>Tiles that are kept at once.</summary>
    internal int ChunkTiles { get; }

    /// <summary>Whether that is the whole batch.</summary>
    internal bool IsWhole { get; }

    /// <summary>The most partial gradients.</summary>
    internal int Groups { get; }

    /// <summary>Bytes that all of it takes.</summary>
    internal long Bytes => FixedBytes + (BytesPerTile * ChunkTiles);

    /// <summary>Rows that every n-th row of a full batch is.</summary>
    internal static int EveryNth(int capacity, int rowStride) => ((capacity - 1) / rowStride) + 1;

    /// <summary>What the network will have taken once its Fisher matrix has been prepared.</summary>
    /// <param name="rowStride">For every n-th row.</param>
    /// <param name="keepsOldDistribution">Whether a second set of distributions is kept.</param>
    internal WorkspaceNeed Need(int rowStride, bool keepsOldDistribution = false)
    {
        long everyNthColumns = layout.Shape.Head.Size.Parameters + (IsWhole ? layout.KeptColumns : 0);
        long everyNth = rowStride > 1 ? RowBytes * everyNthColumns * RowTile.Count(EveryNth(capacity, rowStride)) : 0;
        long old = keepsOldDistribution
            ? RowBytes * layout.Shape.Head.Size.Parameters * RowTile.Count(capacity)
            : 0;
        return new WorkspaceNeed(Bytes + everyNth + old, int.Min(capacity, ChunkTiles * RowTile.Rows));
    }

    private long BytesPerTile { get; }

    private long FixedBytes { get; }
}
