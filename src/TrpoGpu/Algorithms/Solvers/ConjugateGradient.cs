using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>A symmetric positive definite operator: <c>product = A direction</c>.</summary>
/// <param name="direction">[P] read.</param>
/// <param name="product">[P] write.</param>
public delegate void LinearOperator(ComputeBuffer direction, ComputeBuffer product);

/// <summary>
/// Solves A x = b by conjugate gradients from x = 0 (Hestenes and Stiefel 1952). Knows an operator and vectors,
/// nothing of what they mean.
/// </summary>
public static class ConjugateGradient
{
    /// <summary>
    /// Iterates until the residual is small, the limit is reached, or a guard stops the solve; the solution so far is
    /// in <see cref="ConjugateGradientWorkspace.Solution"/>.
    /// </summary>
    /// <param name="backend">Where the vectors live.</param>
    /// <param name="solve">Vectors and scalars of the solve.</param>
    /// <param name="product">A.</param>
    /// <param name="rightHandSide">b [P] read.</param>
    /// <param name="maxIterations">The most products formed.</param>
    /// <param name="damping">The multiple of the identity inside A, for the guard on lost curvature.</param>
    /// <param name="residualTolerance">Converged when |r|^2 is not above this.</param>
    public static ConjugateGradientResult Solve(
        ComputeBackend backend,
        ConjugateGradientWorkspace solve,
        LinearOperator product,
        ComputeBuffer rightHandSide,
        int maxIterations,
        float damping,
        double residualTolerance)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(solve);
        ArgumentNullException.ThrowIfNull(product);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 1);

        backend.BeginConjugateGradient(solve, rightHandSide);
        for (int k = 0; k < maxIterations && !backend.IsKnownToHaveStopped(solve); k++)
        {
            product(solve.Direction, solve.Product);
            backend.ConjugateGradientStep(solve, damping, residualTolerance);
        }

        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        return result.Stop == StopReason.Running ? result with { Stop = StopReason.IterationLimit } : result;
    }
}
