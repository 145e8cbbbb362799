using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Critics;

/// <summary>
/// Fits a value function by passes of minibatch Adam: the first-order way, and the field's usual one.
/// </summary>
public sealed class AdamCriticFit : CriticFit
{
    private readonly AdamCriticOptions options;
    private readonly ulong seed;
    private readonly AdamMoments moments;
    private uint epoch;

    /// <summary>Allocates a fit over batches of at most <paramref name="capacity"/> rows.</summary>
    /// <param name="backend">Where it computes.</param>
    /// <param name="value">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Of the order of minibatches.</param>
    public AdamCriticFit(
        ComputeBackend backend, NetworkShape value, int capacity, AdamCriticOptions options, ulong seed)
        : base(backend, value, capacity)
    {
        this.options = options;
        this.seed = seed;
        Workspace.ExpectedRowStride = NetworkWorkspace.NoFisher;
        moments = new AdamMoments(backend, value.ParameterCount);
    }

    /// <summary>Device memory that a fit takes where so much is left.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="value">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    public static WorkspaceNeed NeedOf(ComputeBackend backend, NetworkShape value, int capacity, long availableBytes) =>
        NeedOf(backend, value, capacity, rowStride: 1, availableBytes, vectors: 2);

    /// <inheritdoc/>
    public override int StateLength => moments.StateLength + 1;

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        moments.ReadState(destination);
        destination[moments.StateLength] = epoch;
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source)
    {
        moments.WriteState(source);
        epoch = (uint)source[moments.StateLength];
    }

    internal override string? FaultOf(ReadOnlySpan<double> state)
    {
        double passes = state[^1];
        bool isCount = double.IsInteger(passes) && passes is >= 0 and <= uint.MaxValue;
        return moments.FaultOf(state) ?? (isCount ? null : $"it counts {passes} passes");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        moments.Dispose();
        base.Dispose();
    }

    private protected override bool FitCore(ComputeBuffer parameters, in SampleBatch batch, ref double loss)
    {
        for (int pass = 0; pass < options.Passes; pass++)
        {
            RowOrder order = RowOrder.Shuffled(batch.Rows, seed, epoch++);
            for (int first = 0; first < batch.Rows; first += options.MinibatchRows)
            {
                int rows = Math.Min(options.MinibatchRows, batch.Rows - first);
                Backend.Load(Workspace, batch, order, first, rows);
                Backend.LikelihoodGradient(Workspace, parameters, Gradient);
                moments.Step(parameters, Gradient, options.Adam);
            }
        }

        LoadCore(batch);
        loss = Backend.ReadNegativeLogLikelihood(Workspace, parameters);

        return moments.ReadIsFinite();
    }

    private protected override void Forget() => moments.Forget();
}
