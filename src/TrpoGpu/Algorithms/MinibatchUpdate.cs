using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// Several passes of minibatch Adam over the batch, on an objective that keeps the policy near the one that sampled:
/// what the first-order relatives of TRPO share. Loss, KL and entropy are reported over the whole batch.
/// </summary>
public abstract class MinibatchUpdate : PolicyUpdate
{
    private readonly MinibatchOptions options;
    private readonly ulong seed;
    private readonly NetworkWorkspace minibatch;
    private readonly ComputeBuffer scratch;
    private readonly AdamMoments moments;
    private uint epoch;

    private protected MinibatchUpdate(
        ComputeBackend backend, NetworkShape policy, int capacity, MinibatchOptions options, ulong seed)
        : base(backend, policy, capacity)
    {
        this.options = options;
        this.seed = seed;
        minibatch = backend.CreateWorkspace(policy, Math.Min(capacity, options.Rows));
        minibatch.ExpectedRowStride = NetworkWorkspace.NoFisher;
        scratch = backend.Allocate(policy.ParameterCount);
        moments = new AdamMoments(backend, policy.ParameterCount);
    }

    /// <inheritdoc/>
    public override int StateLength => moments.StateLength + 1;

    /// <summary>What keeps the policy near the one that sampled.</summary>
    private protected abstract ProximalTerms Terms { get; }

    /// <summary>Mean KL(old, new) over the batch at which no further pass begins.</summary>
    private protected virtual double KlStop => double.PositiveInfinity;

    /// <summary>Device memory that such an update takes besides what all take.</summary>
    internal static long BytesOf(ComputeBackend backend, NetworkShape policy, int rows, long availableBytes) =>
        backend.NeedOfWorkspace(policy, rows, rowStride: 1, availableBytes, keepsOldDistribution: true).Bytes +
        backend.BytesOfBuffer(policy.ParameterCount) + AdamMoments.BytesOf(backend, policy.ParameterCount);

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
        double passes = state[moments.StateLength];
        bool isCount = double.IsInteger(passes) && passes is >= 0 and <= uint.MaxValue;
        return moments.FaultOf(state) ?? (isCount ? null : $"it counts {passes} passes");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        minibatch.Dispose();
        scratch.Dispose();
        moments.Dispose();
        base.Dispose();
    }

    private protected override UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before)
    {
        if (NoGradient() is UpdateOutcome reason)
        {
            return Unchanged(reason, before);
        }

        int passes = 0;
        bool goesOn = true;
        while (passes < options.Passes && goesOn)
        {
            Pass(parameters, batch);
            passes++;
            goesOn = double.IsPositiveInfinity(KlStop) ||
                Backend.ReadSurrogate(Workspace, parameters).MeanKlOldToNew < KlStop;
        }

        Backend.AddScaled(Start, -1f, parameters, scratch, parameters.Length);
        double expectedImprovement = Backend.ReadDot(Gradient, scratch, parameters.Length);
        UpdateReport report = Taken(parameters, before, expectedImprovement);
        return report.Outcome == UpdateOutcome.Accepted && moments.ReadIsFinite()
            ? report with { StepFraction = (double)passes / options.Passes, Passes = passes }
            : Unchanged(UpdateOutcome.NonFinite, before);
    }

    private protected override void LearnCore(in UpdateReport report)
    {
        if (report.Outcome == UpdateOutcome.NonFinite)
        {
            moments.Forget();
        }
    }

    private void Pass(ComputeBuffer parameters, in SampleBatch batch)
    {
        ProximalTerms terms = Terms;
        AdamOptions adam = new(options.LearningRate);
        RowOrder order = RowOrder.Shuffled(batch.Rows, seed, epoch++);
        for (int first = 0; first < batch.Rows; first += options.Rows)
        {
            Backend.Load(minibatch, batch, order, first, Math.Min(options.Rows, batch.Rows - first));
            if (terms.KlPenalty > 0)
            {
                Backend.KeepOldDistribution(minibatch, Start);
            }

            Backend.ProximalGradient(minibatch, parameters, terms, scratch);
            moments.Step(parameters, scratch, adam);
        }
    }
}
