using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// Preconditions solves with the Fisher matrix by the Kronecker factors of the same rows. Allocates nothing after
/// construction.
/// </summary>
internal sealed class FactoredPreconditioner : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly KroneckerWorkspace kronecker;
    private readonly KroneckerInverse inverse;
    private readonly PreconditionedSolve solver;
    private readonly double[] factors;
    private readonly bool isDiagonal;

    /// <summary>Allocates a preconditioner.</summary>
    /// <param name="backend">Where it computes.</param>
    /// <param name="workspace">Of the policy.</param>
    /// <param name="kind">The factors or their diagonals.</param>
    internal FactoredPreconditioner(ComputeBackend backend, NetworkWorkspace workspace, CgPreconditioner kind)
    {
        this.backend = backend;
        kronecker = backend.CreateKroneckerWorkspace(workspace);
        inverse = new KroneckerInverse(kronecker.Layout);
        solver = new PreconditionedSolve(backend, workspace.Shape);
        factors = new double[kronecker.Layout.Length];
        isDiagonal = kind == CgPreconditioner.Diagonal;
    }

    /// <summary>Device memory that a preconditioner takes.</summary>
    internal static long BytesOf(ComputeBackend backend, NetworkShape policy, int capacity) =>
        backend.BytesOfKroneckerWorkspace(policy, capacity) + PreconditionedSolve.BytesOf(backend, policy);

    /// <summary>Takes the factors of the rows that the Fisher matrix was prepared for.</summary>
    /// <param name="parameters">[P] those of the gradient.</param>
    /// <param name="damping">The multiple of the identity inside the system.</param>
    /// <returns>Whether they could be inverted; if not, the system is solved as it is.</returns>
    internal bool TryRead(ComputeBuffer parameters, float damping)
    {
        backend.ReadKroneckerFactors(kronecker, parameters, factors);
        bool isFactorized =
            inverse.Factorize(factors, damping, isDiagonal) == FactorizationOutcome.Factorized;
        if (isFactorized)
        {
            solver.Write(inverse);
        }

        return isFactorized;
    }

    /// <summary>Solves A x = b into the workspace's solution.</summary>
    internal ConjugateGradientResult Solve(
        ConjugateGradientWorkspace solve, LinearOperator product, ComputeBuffer rightHandSide, int maxIterations,
        float damping, double residualTolerance) =>
        solver.Solve(solve, product, rightHandSide, maxIterations, damping, residualTolerance);

    /// <inheritdoc/>
    public void Dispose()
    {
        kronecker.Dispose();
        solver.Dispose();
    }
}
