namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Work in independent items, for <see cref="WorkerPool"/>. Made once and reused, so that starting it
/// allocates nothing.
/// </summary>
internal abstract class ParallelWork
{
    /// <summary>Does one item.</summary>
    /// <param name="item">Which, counted from zero; any order, any worker.</param>
    /// <param name="worker">Who does it: no two items of one worker overlap in time.</param>
    public abstract void Execute(int item, int worker);
}
