namespace TrpoGpu.Backends.Cpu;

/// <summary>Advantages. One item is a block of environments.</summary>
internal sealed class AdvantageWork(FlatVectors vectors) : ParallelWork
{
    // Four granules: neighbouring blocks share no cache line of a row that is aligned, and few otherwise.
    private const int Block = 64;

    private AdvantageViews views;

    public ref AdvantageViews Views => ref views;

    /// <summary>Items.</summary>
    public int Items => (int)(((long)views.Environments + Block - 1) / Block);

    /// <inheritdoc/>
    public override void Execute(int item, int worker) =>
        vectors.Advantages(views, item * Block, (int)long.Min(views.Environments, (item + 1L) * Block));
}
