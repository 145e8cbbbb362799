namespace TrpoGpu.Backends.Cpu;

/// <summary>One worker's memory for a block of environments besides its networks' scratch.</summary>
internal readonly unsafe struct BlockMemory
{
    private const int Columns = 3;

    /// <summary>Cuts the share of a worker into its parts.</summary>
    internal BlockMemory(float* memory, int worker, int inputs)
    {
        float* share = memory + (worker * Length(inputs));
        Observations = share;
        Normalized = share + (inputs * Tile.Rows);
        Rewards = share + (2 * inputs * Tile.Rows);
        Ends = Rewards + Tile.Rows;
        Discounted = Ends + Tile.Rows;
    }

    /// <summary>[I,64] as the environment gives them.</summary>
    internal float* Observations { get; }

    /// <summary>[I,64] as the networks see them.</summary>
    internal float* Normalized { get; }

    /// <summary>[64].</summary>
    internal float* Rewards { get; }

    /// <summary>[64] first whether the task ended, then the <see cref="EpisodeEnd"/>.</summary>
    internal float* Ends { get; }

    /// <summary>[64] running discounted returns, the step's reward included.</summary>
    internal float* Discounted { get; }

    /// <summary>Floats of a share.</summary>
    internal static long Length(int inputs) => ((2L * inputs) + Columns) * Tile.Rows;
}
