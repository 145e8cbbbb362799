using System;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// One worker's memory for carrying a tile through a network. Nothing in it outlives an item of work.
/// </summary>
internal readonly unsafe struct TileScratch
{
    /// <summary>[I,64] the network's input when it is not a kept tile.</summary>
    public readonly float* Input;

    /// <summary>[widest layer, 64] a layer's values.</summary>
    public readonly float* First;

    /// <summary>[widest layer, 64] the next layer's values.</summary>
    public readonly float* Second;

    /// <summary>[A,64] distribution parameters, their tangent or gradient.</summary>
    public readonly float* Distribution;

    /// <summary>[Actions,64] actions.</summary>
    public readonly float* Actions;

    /// <summary>[Actions,64] noise.</summary>
    public readonly float* Noise;

    /// <summary>[<see cref="TermColumns"/>,64] numbers of each row.</summary>
    public readonly float* Terms;

    /// <summary>[64, lanes] a transposed tile.</summary>
    public readonly float* Transposed;

    /// <summary>[gradient] sums over a run of tiles, in <see cref="GradientLayout"/>.</summary>
    public readonly float* Gradient;

    /// <summary>[longest part] sums in double.</summary>
    public readonly double* Sums;

    /// <summary>Columns of <see cref="Terms"/>.</summary>
    public const int TermColumns = 4;

    /// <summary>Cuts one worker's share of memory into its parts; with none, measures it.</summary>
    /// <param name="network">Whose tiles.</param>
    /// <param name="memory">First float, or null.</param>
    /// <param name="length">Floats of the share.</param>
    public TileScratch(CpuNetwork network, float* memory, out long length)
    {
        int inputs = network.Shape.Mlp.Inputs;
        int parameters = network.Shape.Head.Size.Parameters;
        int actions = network.Shape.Head.Size.Actions;
        int widest = 0;
        foreach (int width in network.Shape.Mlp.Widths)
        {
            widest = int.Max(widest, width);
        }

        long used = 0;
        Input = Take(memory, ref used, Tile.RoundUp(inputs) * (long)Tile.Rows);
        First = Take(memory, ref used, Tile.RoundUp(widest) * (long)Tile.Rows);
        Second = Take(memory, ref used, Tile.RoundUp(widest) * (long)Tile.Rows);
        Distribution = Take(memory, ref used, Tile.RoundUp(parameters) * (long)Tile.Rows);
        Actions = Take(memory, ref used, actions * (long)Tile.Rows);
        Noise = Take(memory, ref used, actions * (long)Tile.Rows);
        Terms = Take(memory, ref used, TermColumns * (long)Tile.Rows);
        Transposed = Take(memory, ref used, network.Gradient.MaxLanes * (long)Tile.Rows);
        Gradient = Take(memory, ref used, network.Gradient.Length);
        Sums = (double*)Take(memory, ref used, 2L * network.Gradient.LongestPart);
        length = used;
    }

    private static float* Take(float* memory, ref long used, long count)
    {
        float* part = memory is null ? null : memory + used;
        used += count;
        return part;
    }
}

/// <summary>The scratch memory of all workers for one network.</summary>
internal sealed unsafe class TileScratchSet : IDisposable
{
    private readonly AlignedMemory memory;
    private readonly TileScratch[] workers;

    public TileScratchSet(CpuNetwork network, int workerCount)
    {
        _ = new TileScratch(network, null, out long length);
        memory = AlignedMemory.OfFloats(length * workerCount);
        workers = new TileScratch[workerCount];
        for (int k = 0; k < workerCount; k++)
        {
            workers[k] = new TileScratch(network, memory.Floats + (k * length), out _);
        }
    }

    /// <summary>Size.</summary>
    public long Bytes => memory.Bytes;

    /// <summary>The memory of one worker.</summary>
    public ref readonly TileScratch this[int worker] => ref workers[worker];

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
