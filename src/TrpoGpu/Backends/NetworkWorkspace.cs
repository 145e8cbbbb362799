using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <summary>
/// Memory for one network over batches of at most <see cref="Capacity"/> rows: inputs, activations, the old
/// distribution. Allocated once, used by every update.
/// </summary>
public abstract class NetworkWorkspace : IDisposable
{
    private protected NetworkWorkspace(ComputeBackend owner, NetworkShape shape, int capacity)
    {
        Owner = owner;
        Shape = shape;
        Capacity = capacity;
    }

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>The network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The most rows a batch may have.</summary>
    public int Capacity { get; }

    /// <summary>Rows of the batch loaded last; 0 before the first.</summary>
    public int Rows { get; internal set; }

    /// <summary>The <see cref="ExpectedRowStride"/> of who wants gradients and no Fisher product.</summary>
    public const int NoFisher = int.MaxValue;

    /// <summary>
    /// The stride that <see cref="ComputeBackend.PrepareFisher"/> will be asked for after the next gradient; 1 unless
    /// it is set. A gradient keeps what that needs; any other stride works too, at the cost of a pass over the batch.
    /// </summary>
    public int ExpectedRowStride
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }
        = 1;

    /// <summary>What has been computed for the loaded batch.</summary>
    internal WorkspaceStage Stage { get; set; }

    /// <summary>Whether the loaded batch has advantages and log-probabilities.</summary>
    internal bool HasSurrogateColumns { get; set; }

    /// <summary>
    /// Whether a surrogate gradient has been formed for the loaded batch, or its distribution at older parameters been
    /// kept: KL has something to start from.
    /// </summary>
    internal bool HasOldDistribution { get; set; }

    /// <summary>Whether the last gradient was that of the surrogate loss.</summary>
    internal bool IsSurrogateLast { get; set; }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>How far the computation over a loaded batch has come: which operations may follow.</summary>
internal enum WorkspaceStage
{
    /// <summary>Nothing is loaded.</summary>
    Empty,

    /// <summary>Samples are loaded.</summary>
    Loaded,

    /// <summary>A gradient has been formed: activations and the old distribution are kept.</summary>
    Differentiated,

    /// <summary>The Fisher matrix can be applied.</summary>
    FisherReady,
}
