using System;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The policy step of Trust Region Policy Optimization (Schulman et al. 2015, appendix C): gradient, natural
/// direction by conjugate gradients, the longest step the trust region's quadratic model allows, backtracking until
/// the real trust region holds and the loss has fallen.
/// </summary>
public sealed class TrustRegionUpdate : PolicyUpdate
{
    private readonly TrustRegionOptions options;
    private readonly NaturalDirection natural;
    private readonly TrialStep trial;

    // What the delegate above works on during a step.
    private ComputeBuffer parameters;
    private float fullStepScale;

    /// <summary>
    /// Allocates an update of <paramref name="policy"/> from batches of at most <paramref name="capacity"/>
    /// rows.
    /// </summary>
    public TrustRegionUpdate(ComputeBackend backend, NetworkShape policy, int capacity, TrustRegionOptions options)
        : base(backend, policy, capacity)
    {
        this.options = options;
        natural = new NaturalDirection(backend, Workspace, options.Direction);
        parameters = Start;
        trial = MoveAndMeasure;
    }

    /// <inheritdoc/>
    public override int StateLength => natural.StateLength;

    private protected override int FisherRowStride => options.Direction.FisherRowStride;

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination) => natural.ReadState(destination);

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source) => natural.WriteState(source);

    internal override string? FaultOf(ReadOnlySpan<double> state) => natural.FaultOf(state);

    /// <inheritdoc/>
    public override void Dispose()
    {
        natural.Dispose();
        base.Dispose();
    }

    private protected override UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before)
    {
        ConjugateGradientResult direction = natural.Find(parameters, Gradient);
        if (NaturalDirection.NoDirection(direction) is UpdateOutcome reason)
        {
            return Unchanged(reason, before) with { Solve = direction };
        }

        double scale = TruncatedNaturalGradientUpdate.FullStepScale(direction, options.LineSearch.MaxKl);
        double expectedImprovement = scale * direction.SolutionDotRightHandSide;
        if (!float.IsFinite((float)scale) || !double.IsFinite(expectedImprovement))
        {
            return Unchanged(UpdateOutcome.NonFinite, before) with { Solve = direction };
        }

        this.parameters = parameters;
        fullStepScale = (float)scale;
        LineSearchResult search = BacktrackingLineSearch.Search(
            trial, before.SurrogateLoss, expectedImprovement, options.LineSearch);
        UpdateOutcome outcome = Outcome(search.Rejection);
        return outcome == UpdateOutcome.Accepted
            ? new UpdateReport(
                outcome, direction, before, search.Terms, search.StepFraction, search.Backtracks,
                search.StepFraction * expectedImprovement)
            : Unchanged(outcome, before) with { Solve = direction, Backtracks = search.Backtracks };
    }

    private protected override void LearnCore(in UpdateReport report) => natural.Learn(report);

    // The direction points up the loss: the gradient is the right-hand side.
    private SurrogateTerms MoveAndMeasure(double stepFraction)
    {
        Backend.AddScaled(
            Start, -(float)(stepFraction * fullStepScale), natural.Direction, parameters, parameters.Length);
        return Backend.ReadSurrogate(Workspace, parameters);
    }

    private static UpdateOutcome Outcome(Rejection rejection) => rejection switch
    {
        Rejection.None => UpdateOutcome.Accepted,
        Rejection.KlExceeded => UpdateOutcome.KlExceeded,
        Rejection.NoImprovement => UpdateOutcome.NoImprovement,
        _ => UpdateOutcome.NonFinite,
    };
}
