using TrpoGpu.Backends.Reference.Heads;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <summary>A loaded batch, and what the last gradient over it left behind.</summary>
internal sealed class ReferenceWorkspace(ComputeBackend owner, NetworkShape shape, int capacity)
    : NetworkWorkspace(owner, shape, capacity)
{
    public ReferenceMlp Mlp { get; } = new(shape.Mlp);

    public ReferenceHead Head { get; } = ReferenceHead.For(shape.Head);

    /// <summary>[B][I] network inputs.</summary>
    public double[][] Observations { get; set; } = [];

    /// <summary>[B][Actions].</summary>
    public double[][] Actions { get; set; } = [];

    /// <summary>[B]; empty for a batch without.</summary>
    public double[] Advantages { get; set; } = [];

    /// <summary>[B] while sampling; empty for a batch without.</summary>
    public double[] LogProbabilities { get; set; } = [];

    /// <summary>[B] forward passes of the last gradient.</summary>
    public ReferencePass[] Passes { get; set; } = [];

    /// <summary>[B][A] distribution of the last gradient: where the Fisher metric is taken.</summary>
    public double[][] Distributions { get; set; } = [];

    /// <summary>[B][A] distribution of the last surrogate gradient, or one kept since: where KL is measured
    /// from.</summary>
    public double[][] OldDistributions { get; set; } = [];

    /// <summary>The Fisher matrix is averaged over rows 0, stride, 2 * stride, ...</summary>
    public int FisherRowStride { get; set; } = 1;

    /// <summary>What is averaged.</summary>
    public FisherKind FisherKind { get; set; }

    public override void Dispose()
    {
    }
}
