using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// Fits a value function by passes of minibatch Adam: the first-order way, and the field's usual one.
/// </summary>
public sealed class AdamCriticFit : CriticFit
{
    private readonly AdamCriticOptions options;
    private readonly ulong seed;
    private readonly ComputeBuffer firstMoment;
    private readonly ComputeBuffer secondMoment;
    private readonly float[] moments;
    private long step;
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
        firstMoment = backend.Allocate(value.ParameterCount);
        secondMoment = backend.Allocate(value.ParameterCount);
        moments = new float[value.ParameterCount];
    }

    /// <summary>Device memory that a fit takes where so much is left.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="value">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    public static WorkspaceNeed NeedOf(ComputeBackend backend, NetworkShape value, int capacity, long availableBytes) =>
        NeedOf(backend, value, capacity, rowStride: 1, availableBytes, vectors: 2);

    /// <inheritdoc/>
    public override int StateLength => (2 * moments.Length) + 2;

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        int count = moments.Length;
        firstMoment.Read(moments);
        for (int k = 0; k < count; k++)
        {
            destination[k] = moments[k];
        }

        secondMoment.Read(moments);
        for (int k = 0; k < count; k++)
        {
            destination[count + k] = moments[k];
        }

        destination[2 * count] = step;
        destination[(2 * count) + 1] = epoch;
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source)
    {
        int count = moments.Length;
        for (int k = 0; k < count; k++)
        {
            moments[k] = (float)source[k];
        }

        firstMoment.Write(moments);
        for (int k = 0; k < count; k++)
        {
            moments[k] = (float)source[count + k];
        }

        secondMoment.Write(moments);
        step = (long)source[2 * count];
        epoch = (uint)source[(2 * count) + 1];
    }

    internal override string? FaultOf(ReadOnlySpan<double> state)
    {
        int count = moments.Length;
        int negative = state.Slice(count, count).IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon);
        if (negative >= 0)
        {
            return $"mean square {negative} is negative";
        }

        int large = state[..(2 * count)].IndexOfAnyExceptInRange(-float.MaxValue, float.MaxValue);
        if (large >= 0)
        {
            return $"moment {large} is {state[large]}, which no float can hold";
        }

        bool areCounts = double.IsInteger(state[^2]) && state[^2] is >= 0 and < long.MaxValue &&
            double.IsInteger(state[^1]) && state[^1] is >= 0 and <= uint.MaxValue;
        return areCounts ? null : $"it counts {state[^2]} steps and {state[^1]} passes";
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        firstMoment.Dispose();
        secondMoment.Dispose();
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
                Backend.AdamStep(parameters, Gradient, firstMoment, secondMoment, ++step, options.Adam);
            }
        }

        LoadCore(batch);
        loss = Backend.ReadNegativeLogLikelihood(Workspace, parameters);

        // An infinite mean square, of a gradient above 1e19, would hold its parameter still for ever.
        return double.IsFinite(Backend.ReadDot(secondMoment, secondMoment, secondMoment.Length));
    }

    private protected override void Forget()
    {
        Array.Clear(moments);
        firstMoment.Write(moments);
        secondMoment.Write(moments);
        step = 0;
    }
}
