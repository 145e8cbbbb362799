using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The policy step of Trust Region Policy Optimization (Schulman et al. 2015, appendix C): gradient, natural
/// direction by conjugate gradients, the longest step the trust region's quadratic model allows, backtracking until
/// the real trust region holds and the loss has fallen. Allocates nothing after construction.
/// </summary>
public sealed class TrustRegionUpdate : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly NetworkWorkspace workspace;
    private readonly ConjugateGradientWorkspace solve;
    private readonly ComputeBuffer gradient;
    private readonly ComputeBuffer start;
    private readonly LinearOperator fisher;
    private readonly TrialStep trial;

    // What the two delegates above work on during Apply.
    private ComputeBuffer parameters;
    private float damping;
    private float fullStepScale;

    /// <summary>
    /// Allocates an update of <paramref name="policy"/> from batches of at most <paramref name="capacity"/>
    /// rows.
    /// </summary>
    public TrustRegionUpdate(ComputeBackend backend, NetworkShape policy, int capacity)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(policy);
        this.backend = backend;
        workspace = backend.CreateWorkspace(policy, capacity);
        solve = backend.CreateConjugateGradient(policy.ParameterCount);
        gradient = backend.Allocate(policy.ParameterCount);
        start = backend.Allocate(policy.ParameterCount);
        parameters = start;
        fisher = (direction, product) =>
            backend.FisherVectorProduct(workspace, parameters, direction, damping, product);
        trial = MoveAndMeasure;
    }

    /// <summary>Device memory that an update takes where so much is left.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="policy">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="rowStride">As in <see cref="TrustRegionOptions.FisherRowStride"/>.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    public static WorkspaceNeed NeedOf(
        ComputeBackend backend, NetworkShape policy, int capacity, int rowStride, long availableBytes)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(policy);
        WorkspaceNeed need = backend.NeedOfWorkspace(policy, capacity, rowStride, availableBytes);
        return need with
        {
            Bytes = need.Bytes + backend.BytesOfConjugateGradient(policy.ParameterCount) +
                (2 * backend.BytesOfBuffer(policy.ParameterCount)),
        };
    }

    /// <summary>Updates <paramref name="parameters"/> in place, or leaves every byte as it was.</summary>
    /// <param name="parameters">[P] those that sampled the batch.</param>
    /// <param name="batch">Samples with advantages and recorded log-probabilities.</param>
    /// <param name="options">Settings.</param>
    public UpdateReport Apply(ComputeBuffer parameters, in SampleBatch batch, in TrustRegionOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        damping = options.Damping;

        workspace.ExpectedRowStride = options.FisherRowStride;
        backend.Load(workspace, batch);
        backend.SurrogateGradient(workspace, parameters, gradient);
        SurrogateTerms before = backend.ReadSurrogateAtGradient(workspace, parameters);
        if (!double.IsFinite(before.LargestLogRatio))
        {
            return Unchanged(UpdateOutcome.NonFinite, default, before);
        }

        backend.PrepareFisher(workspace, parameters, workspace.ExpectedRowStride);
        ConjugateGradientResult direction = ConjugateGradient.Solve(
            backend, solve, fisher, gradient, options.MaxIterations, damping, options.ResidualTolerance);
        if (NoDirection(direction) is UpdateOutcome reason)
        {
            return Unchanged(reason, direction, before);
        }

        double scale = Math.Sqrt(2 * options.LineSearch.MaxKl / direction.SolutionCurvature);
        double expectedImprovement = scale * direction.SolutionDotRightHandSide;
        fullStepScale = (float)scale;
        if (!float.IsFinite(fullStepScale) || !double.IsFinite(expectedImprovement))
        {
            return Unchanged(UpdateOutcome.NonFinite, direction, before);
        }

        backend.Copy(parameters, start, parameters.Length);
        LineSearchResult search = BacktrackingLineSearch.Search(
            trial, before.SurrogateLoss, expectedImprovement, options.LineSearch);
        UpdateOutcome outcome = Outcome(search.Rejection);
        if (outcome == UpdateOutcome.Accepted && !AreFinite(parameters))
        {
            outcome = UpdateOutcome.NonFinite;
        }

        if (outcome != UpdateOutcome.Accepted)
        {
            backend.Copy(start, parameters, parameters.Length);
            return Unchanged(outcome, direction, before) with { Backtracks = search.Backtracks };
        }

        return new UpdateReport(
            UpdateOutcome.Accepted, direction, before, search.Terms, search.StepFraction, search.Backtracks,
            search.StepFraction * expectedImprovement);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        solve.Dispose();
        gradient.Dispose();
        start.Dispose();
    }

    // The solution points up the loss: the gradient is the right-hand side.
    private SurrogateTerms MoveAndMeasure(double stepFraction)
    {
        backend.AddScaled(start, -(float)(stepFraction * fullStepScale), solve.Solution, parameters, parameters.Length);
        return backend.ReadSurrogate(workspace, parameters);
    }

    // A saturated unit hides an infinite parameter from loss and KL; the sum of squares of floats shows it.
    private bool AreFinite(ComputeBuffer parameters) =>
        double.IsFinite(backend.ReadDot(parameters, parameters, parameters.Length));

    // A solve that stopped early has still found a direction if it took a step: Steihaug's rule.
    private static UpdateOutcome? NoDirection(in ConjugateGradientResult solve)
    {
        bool hasDirection =
            solve.Iterations > 0 && solve.SolutionCurvature > 0 && double.IsFinite(solve.SolutionCurvature);
        return solve.Stop switch
        {
            StopReason.ZeroRightHandSide => UpdateOutcome.ZeroGradient,
            StopReason.NonFiniteRightHandSide => UpdateOutcome.NonFiniteGradient,
            _ when hasDirection => null,
            StopReason.NegativeCurvature => UpdateOutcome.NegativeCurvature,
            StopReason.CurvatureLost => UpdateOutcome.CurvatureLost,
            _ => UpdateOutcome.NonFinite,
        };
    }

    private static UpdateOutcome Outcome(Rejection rejection) => rejection switch
    {
        Rejection.None => UpdateOutcome.Accepted,
        Rejection.KlExceeded => UpdateOutcome.KlExceeded,
        Rejection.NoImprovement => UpdateOutcome.NoImprovement,
        _ => UpdateOutcome.NonFinite,
    };

    private static UpdateReport Unchanged(
        UpdateOutcome outcome, in ConjugateGradientResult solve, in SurrogateTerms before) =>
        new(outcome, solve, before, before, 0, 0, 0);
}
