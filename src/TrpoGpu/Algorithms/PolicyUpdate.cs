using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// One update of a policy from one batch, whatever the algorithm: the gradient of the surrogate loss, a step of the
/// algorithm's own, and a report that names the outcome. An update that is not accepted leaves every byte of the
/// parameters as it was. Allocates nothing after construction.
/// </summary>
public abstract class PolicyUpdate : IDisposable
{
    private protected PolicyUpdate(ComputeBackend backend, NetworkShape policy, int capacity)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(policy);
        Backend = backend;
        Workspace = backend.CreateWorkspace(policy, capacity);
        Gradient = backend.Allocate(policy.ParameterCount);
        Start = backend.Allocate(policy.ParameterCount);
    }

    /// <summary>Numbers that <see cref="ReadState"/> writes: what the next update depends on besides its
    /// arguments.</summary>
    public virtual int StateLength => 0;

    private protected ComputeBackend Backend { get; }

    /// <summary>The whole batch, and the distribution that sampled it.</summary>
    private protected NetworkWorkspace Workspace { get; }

    /// <summary>[P] gradient of the surrogate loss at <see cref="Start"/>.</summary>
    private protected ComputeBuffer Gradient { get; }

    /// <summary>[P] the parameters before the update.</summary>
    private protected ComputeBuffer Start { get; }

    /// <summary>One row in how many the update averages curvature over.</summary>
    private protected virtual int FisherRowStride => NetworkWorkspace.NoFisher;

    /// <summary>Updates <paramref name="parameters"/> in place, or leaves every byte as it was.</summary>
    /// <param name="parameters">[P] those that sampled the batch.</param>
    /// <param name="batch">Samples with advantages and recorded log-probabilities.</param>
    public UpdateReport Apply(ComputeBuffer parameters, in SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Workspace.ExpectedRowStride = FisherRowStride;
        Backend.Load(Workspace, batch);
        Backend.SurrogateGradient(Workspace, parameters, Gradient);
        SurrogateTerms before = Backend.ReadSurrogateAtGradient(Workspace, parameters);
        if (!double.IsFinite(before.LargestLogRatio))
        {
            return Unchanged(UpdateOutcome.NonFinite, before);
        }

        Backend.Copy(parameters, Start, parameters.Length);
        UpdateReport report = StepCore(parameters, batch, before);
        if (report.Outcome == UpdateOutcome.Accepted && !AreFinite(parameters))
        {
            report = Unchanged(UpdateOutcome.NonFinite, before) with
            {
                Solve = report.Solve,
                Backtracks = report.Backtracks,
            };
        }

        if (report.Outcome != UpdateOutcome.Accepted)
        {
            Backend.Copy(Start, parameters, parameters.Length);
        }

        LearnCore(report);
        return report;
    }

    /// <summary>Copies the state of the update, for a checkpoint.</summary>
    /// <param name="destination">[StateLength] write.</param>
    public virtual void ReadState(Span<double> destination)
    {
    }

    /// <summary>Restores what <see cref="ReadState"/> gave.</summary>
    /// <param name="source">[StateLength] read.</param>
    public virtual void WriteState(ReadOnlySpan<double> source)
    {
    }

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    /// <param name="state">[StateLength] finite numbers.</param>
    internal virtual string? FaultOf(ReadOnlySpan<double> state) => null;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Workspace.Dispose();
        Gradient.Dispose();
        Start.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the parameters. Where it reports anything but an accepted step they are put back.</summary>
    /// <param name="parameters">[P] at <see cref="Start"/>.</param>
    /// <param name="batch">The whole batch, which is loaded.</param>
    /// <param name="before">Loss, KL and entropy at <see cref="Start"/>.</param>
    private protected abstract UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before);

    /// <summary>Takes from a report what the next update is to know.</summary>
    private protected virtual void LearnCore(in UpdateReport report)
    {
    }

    /// <summary>What the gradient says of whether there is anything to do; null if there is.</summary>
    private protected UpdateOutcome? NoGradient()
    {
        double square = Backend.ReadDot(Gradient, Gradient, Gradient.Length);
        return square > 0 && double.IsFinite(square)
            ? null
            : square == 0 ? UpdateOutcome.ZeroGradient : UpdateOutcome.NonFiniteGradient;
    }

    /// <summary>Reports a step that was taken whatever it leads to, as long as that is a number.</summary>
    /// <param name="parameters">[P] after the step.</param>
    /// <param name="before">Before it.</param>
    /// <param name="expectedImprovement">Decrease of the loss that its gradient predicts.</param>
    /// <param name="stepFraction">The fraction of the full step.</param>
    private protected UpdateReport Taken(
        ComputeBuffer parameters, in SurrogateTerms before, double expectedImprovement, double stepFraction = 1)
    {
        SurrogateTerms after = Backend.ReadSurrogate(Workspace, parameters);
        bool isFinite = double.IsFinite(after.SurrogateLoss) && double.IsFinite(after.MeanKlOldToNew) &&
            double.IsFinite(after.LargestLogRatio) && double.IsFinite(expectedImprovement);
        return isFinite
            ? new UpdateReport(UpdateOutcome.Accepted, null, before, after, stepFraction, 0, expectedImprovement)
            : Unchanged(UpdateOutcome.NonFinite, before);
    }

    private protected static UpdateReport Unchanged(UpdateOutcome outcome, in SurrogateTerms before) =>
        new(outcome, null, before, before, 0, 0, 0);

    /// <summary>Device memory that every update takes where so much is left; some take more.</summary>
    internal static WorkspaceNeed NeedOf(
        ComputeBackend backend, NetworkShape policy, int capacity, int rowStride, long availableBytes)
    {
        WorkspaceNeed need = backend.NeedOfWorkspace(policy, capacity, rowStride, availableBytes);
        return need with { Bytes = need.Bytes + (2 * backend.BytesOfBuffer(policy.ParameterCount)) };
    }

    // A saturated unit hides an infinite parameter from loss and KL; the sum of squares of floats shows it.
    private bool AreFinite(ComputeBuffer parameters) =>
        double.IsFinite(Backend.ReadDot(parameters, parameters, parameters.Length));
}
