using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// Conjugate gradients preconditioned by Kronecker factors. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// With the preconditioner split as E E', the plain solver is given <c>E^-1 A E^-T y = E^-1 b</c> and
/// <c>x = E^-T y</c>: the iterates are those of the preconditioned method, and x'Ax and x'b those of the plain one.
/// </remarks>
public sealed class PreconditionedSolve : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly KroneckerMatrices left;
    private readonly KroneckerMatrices right;
    private readonly ComputeBuffer point;
    private readonly ComputeBuffer image;
    private readonly LinearOperator transformed;
    private LinearOperator? product;
    private double eigenvalueBound;

    /// <summary>Allocates the preconditioner of a network's parameters.</summary>
    public PreconditionedSolve(ComputeBackend backend, NetworkShape network)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        this.backend = backend;
        left = backend.CreateKroneckerMatrices(network);
        right = backend.CreateKroneckerMatrices(network);
        point = backend.Allocate(network.ParameterCount);
        image = backend.Allocate(network.ParameterCount);
        transformed = ApplyTransformed;
    }

    /// <summary>Bytes of device memory that it takes.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="network">The network.</param>
    public static long BytesOf(ComputeBackend backend, NetworkShape network)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        return 2 * (backend.BytesOfKroneckerMatrices(network) + backend.BytesOfBuffer(network.ParameterCount));
    }

    /// <summary>Takes a preconditioner, to be used until the next.</summary>
    /// <param name="inverse">After a factorisation that succeeded; not kept.</param>
    public void Write(KroneckerInverse inverse)
    {
        ArgumentNullException.ThrowIfNull(inverse);
        left.Write(inverse.RootInverse);
        right.Write(inverse.TransposedRootInverse);
        eigenvalueBound = inverse.EigenvalueBound;
    }

    /// <summary>
    /// Solves A x = b as <see cref="ConjugateGradient.Solve"/> does, and leaves x where that does.
    /// </summary>
    /// <remarks>
    /// Residual and right-hand side of the result, and the tolerance, are those of the transformed system:
    /// |E^-1 r| and |E^-1 b|. <see cref="ReadResidualNorm"/> measures |r|. Its curvature is lost where
    /// p' E^-1 A E^-T p falls below half of what the damping guarantees, which is damping p'p over the largest
    /// eigenvalue of E E'.
    /// </remarks>
    /// <param name="solve">Vectors and scalars of the solve; afterwards the solution alone belongs to A x = b.</param>
    /// <param name="product">A.</param>
    /// <param name="rightHandSide">b [P] read.</param>
    /// <param name="maxIterations">The most products formed.</param>
    /// <param name="damping">The multiple of the identity inside A, for the guard on lost curvature.</param>
    /// <param name="residualTolerance">Converged when |E^-1 r|^2 is not above this.</param>
    public ConjugateGradientResult Solve(
        ConjugateGradientWorkspace solve, LinearOperator product, ComputeBuffer rightHandSide, int maxIterations,
        float damping, double residualTolerance)
    {
        ArgumentNullException.ThrowIfNull(solve);
        ArgumentNullException.ThrowIfNull(product);
        if (eigenvalueBound == 0)
        {
            throw new InvalidOperationException("PreconditionedSolve: there is no preconditioner. Call Write first.");
        }

        this.product = product;
        backend.ApplyKroneckerProduct(left, rightHandSide, image);
        ConjugateGradientResult result = ConjugateGradient.Solve(
            backend, solve, transformed, image, maxIterations, (float)(damping / eigenvalueBound), residualTolerance);
        backend.ApplyKroneckerProduct(right, solve.Solution, point);
        backend.Copy(point, solve.Solution, solve.Length);
        return result;
    }

    /// <summary>|b - A x| of a solution, by one more product.</summary>
    /// <param name="product">A.</param>
    /// <param name="solution">x [P] read.</param>
    /// <param name="rightHandSide">b [P] read.</param>
    public double ReadResidualNorm(LinearOperator product, ComputeBuffer solution, ComputeBuffer rightHandSide)
    {
        ArgumentNullException.ThrowIfNull(product);
        product(solution, image);
        backend.AddScaled(rightHandSide, -1, image, point, point.Length);
        return Math.Sqrt(backend.ReadDot(point, point, point.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
        point.Dispose();
        image.Dispose();
    }

    private void ApplyTransformed(ComputeBuffer direction, ComputeBuffer result)
    {
        backend.ApplyKroneckerProduct(right, direction, point);
        product!(point, image);
        backend.ApplyKroneckerProduct(left, image, result);
    }
}
