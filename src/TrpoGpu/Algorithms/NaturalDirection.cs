using System;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The natural direction of a loss: (F + damping I)^-1 gradient by conjugate gradients, with F the Fisher matrix of
/// the policy (Kakade 2001; Schulman et al. 2015, appendix C). It points up the loss. What TRPO, truncated and plain
/// natural gradients share.
/// </summary>
internal sealed class NaturalDirection : IDisposable
{
    // Levenberg and Marquardt's rule with Martens's (2010) numbers, within a hundredfold of where it began.
    private const double GoodGain = 0.75;
    private const double PoorGain = 0.25;
    private const double DampingStep = 1.5;
    private const double DampingRange = 100;

    private readonly ComputeBackend backend;
    private readonly NetworkWorkspace workspace;
    private readonly NaturalDirectionOptions options;
    private readonly ConjugateGradientWorkspace solve;
    private readonly LinearOperator fisher;
    private readonly FactoredPreconditioner? preconditioner;
    private readonly DenseSolve? dense;
    private readonly WarmStart? warmStart;
    private readonly WarmStart.FromZero fromZero;

    // What the delegate above works on during Find.
    private ComputeBuffer parameters;
    private float damping;
    private bool isPreconditioned;

    /// <summary>Allocates the search for directions of a policy.</summary>
    /// <param name="backend">Where it computes.</param>
    /// <param name="workspace">Of the policy; loaded and differentiated before every search.</param>
    /// <param name="options">Settings.</param>
    internal NaturalDirection(ComputeBackend backend, NetworkWorkspace workspace, NaturalDirectionOptions options)
    {
        this.backend = backend;
        this.workspace = workspace;
        this.options = options;
        damping = options.Damping;
        solve = backend.CreateConjugateGradient(workspace.Shape.ParameterCount);
        preconditioner = options.Preconditioner == CgPreconditioner.None
            ? null
            : new FactoredPreconditioner(backend, workspace, options.Preconditioner);
        dense = options.Solver == DirectionSolver.Dense ? new DenseSolve(backend, solve.Length) : null;
        warmStart = options.WarmStart ? new WarmStart(backend, solve) : null;
        fromZero = Solve;
        parameters = solve.Solution;
        fisher = (direction, product) =>
            backend.FisherVectorProduct(workspace, parameters, direction, damping, product);
    }

    /// <summary>[P] the direction found last.</summary>
    internal ComputeBuffer Direction => solve.Solution;

    /// <summary>Numbers of the state: the damping, if it moves, and the solution that the next solve starts
    /// from.</summary>
    internal int StateLength => (options.AdaptDamping ? 1 : 0) + (warmStart?.StateLength ?? 0);

    /// <summary>Device memory that a search takes besides the workspace.</summary>
    internal static long BytesOf(
        ComputeBackend backend, NetworkShape policy, int capacity, NaturalDirectionOptions options) =>
        backend.BytesOfConjugateGradient(policy.ParameterCount) +
        (options.WarmStart ? WarmStart.BytesOf(backend, policy.ParameterCount) : 0) +
        (options.Solver == DirectionSolver.Dense ? DenseSolve.BytesOf(backend, policy.ParameterCount) : 0) +
        (options.Preconditioner == CgPreconditioner.None
            ? 0
            : FactoredPreconditioner.BytesOf(backend, policy, capacity));

    /// <summary>Finds the direction; the curvature of the result includes the damping.</summary>
    /// <param name="parameters">[P] those of the workspace's gradient.</param>
    /// <param name="gradient">[P] read.</param>
    internal ConjugateGradientResult Find(ComputeBuffer parameters, ComputeBuffer gradient)
    {
        this.parameters = parameters;
        backend.PrepareFisher(workspace, parameters, options.FisherRowStride, options.Fisher);
        if (dense is not null)
        {
            return dense.Solve(fisher, gradient, solve.Solution);
        }

        isPreconditioned = preconditioner?.TryRead(parameters, damping) ?? false;
        return warmStart is null ? Solve(gradient) : warmStart.Solve(gradient, fisher, fromZero);
    }

    /// <summary>
    /// With <see cref="NaturalDirectionOptions.AdaptDamping"/>: less damping after a step that gained what the gradient
    /// predicted, more after one that gained little or was refused.
    /// </summary>
    internal void Learn(in UpdateReport report)
    {
        if (!options.AdaptDamping ||
            report.Outcome is UpdateOutcome.ZeroGradient or UpdateOutcome.NonFiniteGradient)
        {
            return;
        }

        double gain = report.Outcome == UpdateOutcome.Accepted
            ? report.ActualImprovement / report.ExpectedImprovement
            : double.NegativeInfinity;
        double factor = gain > GoodGain ? 1 / DampingStep : gain < PoorGain ? DampingStep : 1;
        damping = (float)Math.Clamp(
            damping * factor, options.Damping / DampingRange, options.Damping * DampingRange);
    }

    /// <summary>Why a solve has left nothing to follow; null if it has left a direction.</summary>
    /// <remarks>One that stopped early has found a direction if it took a step: Steihaug's rule.</remarks>
    internal static UpdateOutcome? NoDirection(in ConjugateGradientResult solve)
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

    internal void ReadState(Span<double> destination)
    {
        if (options.AdaptDamping)
        {
            destination[0] = damping;
            destination = destination[1..];
        }

        warmStart?.ReadState(destination);
    }

    internal void WriteState(ReadOnlySpan<double> source)
    {
        if (options.AdaptDamping)
        {
            damping = (float)source[0];
            source = source[1..];
        }

        warmStart?.WriteState(source);
    }

    internal string? FaultOf(ReadOnlySpan<double> state)
    {
        if (options.AdaptDamping &&
            !(state[0] >= options.Damping / DampingRange / 2 && state[0] <= options.Damping * DampingRange * 2))
        {
            return $"the damping is {state[0]}, expected about {options.Damping} within a factor of {DampingRange}";
        }

        int large = state.IndexOfAnyExceptInRange(-float.MaxValue, float.MaxValue);
        return large >= 0 ? $"element {large} is {state[large]}, which no float can hold" : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        solve.Dispose();
        preconditioner?.Dispose();
        dense?.Dispose();
        warmStart?.Dispose();
    }

    private ConjugateGradientResult Solve(ComputeBuffer rightHandSide) => isPreconditioned
        ? preconditioner!.Solve(
            solve, fisher, rightHandSide, options.MaxIterations, damping, options.ResidualTolerance)
        : ConjugateGradient.Solve(
            backend, solve, fisher, rightHandSide, options.MaxIterations, damping, options.ResidualTolerance);
}
