using System;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>Whether an operation fits into this machine, before anything is allocated.</summary>
internal static class HostMemory
{
    // What the system and others have is theirs, and grows.
    private const double Share = 0.8;

    /// <summary>Bytes that may be taken: most of what is free now.</summary>
    public static long Available()
    {
        // Before the first collection nobody has looked.
        GC.Collect();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return (long)(Share * (memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes));
    }

    /// <summary>Bytes that samples of a policy take: observations, actions, advantages, log-probabilities.</summary>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    public static long OfBatch(NetworkShape shape, int rows) =>
        sizeof(float) * (long)rows * (shape.Mlp.Inputs + shape.Head.Size.Actions + 2);

    /// <summary>
    /// Bytes that an operation of an update takes on the CPU engine besides the samples, about: the kept inputs of
    /// all layers, each with a column of ones, two distributions and a copy of the samples; the same again for one row
    /// in two, which a sparse Fisher matrix gathers; partial sums.
    /// </summary>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    public static long OfOperation(NetworkShape shape, int rows)
    {
        long columns = (2 * shape.Head.Size.Parameters) + shape.Head.Size.Actions + 2;
        foreach (DenseShape layer in shape.Mlp.Layers)
        {
            columns += layer.I + 1;
        }

        long tiles = Tile.Count(rows);
        long kept = sizeof(float) * (long)Tile.Rows * (tiles + 1) * columns;
        long partials = sizeof(double) * Math.Min(BatchPartition.MaxChunks, tiles) * shape.ParameterCount;
        return (kept * 3 / 2) + partials;
    }
}
