using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// The compute contract on the host: tiles of rows carried through whole networks in cache, vectors over
/// rows, threads over tiles.
/// </summary>
/// <remarks>
/// Results do not depend on the number of threads nor on the width of the machine's vectors: every number is
/// a fixed chain of correctly rounded operations, and batches are cut into chunks by their size alone. No
/// operation allocates managed memory after the workspace, except
/// <see cref="ComputeBackend.PrepareFisher"/> with the first stride and with any smaller one.
/// </remarks>
public sealed partial class CpuBackend : ComputeBackend
{
    private readonly WorkerPool pool;
    private readonly FlatVectors vectors;
    private readonly AdvantageWork advantages;

    /// <summary>Creates a backend with one thread per processor.</summary>
    public CpuBackend()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Creates a backend.</summary>
    /// <param name="threads">Threads that work, the caller's included; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public CpuBackend(int threads)
        : this(threads, LaneWidths.Widest)
    {
    }

    /// <summary>Creates a backend with vectors of a given width, whatever the machine's are.</summary>
    internal CpuBackend(int threads, LaneWidth width)
    {
        pool = new WorkerPool(threads);
        Width = width;
        vectors = FlatVectors.Create(width);
        advantages = new AdvantageWork(vectors);
    }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override string Description =>
        $"host processor, {Threads} thread{(Threads == 1 ? "" : "s")}, vectors of {(int)Width} floats";

    /// <summary>Threads that work, the caller's included.</summary>
    public int Threads => pool.Workers;

    /// <summary>Width of the vectors.</summary>
    internal LaneWidth Width { get; }

    /// <summary>The threads.</summary>
    internal WorkerPool Pool => pool;

    /// <summary>Ends the threads. Buffers and workspaces are disposed of on their own.</summary>
    public override void Dispose() => pool.Dispose();

    private protected override double? MeasurePeakGigaflopsCore() => FmaPeak.MeasureGigaflops(pool, Width);

    private protected override double? MeasureCopyGigabytesCore() => CopyPeak.MeasureGigabytes(pool);

    private protected override ComputeBuffer AllocateCore(int length) => new CpuBuffer(this, length);

    private protected override NetworkWorkspace CreateWorkspaceCore(NetworkShape shape, int capacity) =>
        new CpuWorkspace(this, new CpuNetwork(shape, Width), capacity);

    private static unsafe float* Pointer(ComputeBuffer buffer) => ((CpuBuffer)buffer).Pointer;
}
