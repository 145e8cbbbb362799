using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// Lets a solve of A x = b start from the solution before it: with r = b - A x0 it solves A d = r and returns x0 + d.
/// That is one product more, which a limited number of iterations may earn back.
/// </summary>
internal sealed class WarmStart : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly ConjugateGradientWorkspace solve;
    private readonly ComputeBuffer last;
    private readonly ComputeBuffer remainder;
    private readonly float[] copy;
    private bool hasLast;

    /// <summary>Allocates what is kept from one solve to the next.</summary>
    internal WarmStart(ComputeBackend backend, ConjugateGradientWorkspace solve)
    {
        this.backend = backend;
        this.solve = solve;
        last = backend.Allocate(solve.Length);
        remainder = backend.Allocate(solve.Length);
        copy = new float[solve.Length];
    }

    /// <summary>Solves one system from zero.</summary>
    internal delegate ConjugateGradientResult FromZero(ComputeBuffer rightHandSide);

    internal int StateLength => copy.Length + 1;

    internal static long BytesOf(ComputeBackend backend, int length) => 2 * backend.BytesOfBuffer(length);

    /// <summary>Solves; a start that is of no use is dropped for zero.</summary>
    /// <param name="rightHandSide">b [P] read.</param>
    /// <param name="product">A.</param>
    /// <param name="fromZero">Solves with A from zero into the workspace's solution.</param>
    /// <returns>The result for b, with its plain norm; the residual is measured as the solver does.</returns>
    internal ConjugateGradientResult Solve(ComputeBuffer rightHandSide, LinearOperator product, FromZero fromZero)
    {
        ConjugateGradientResult result = hasLast ? FromLast(rightHandSide, product, fromZero) : default;
        if (!(result.SolutionDotRightHandSide > 0 && result.SolutionCurvature > 0))
        {
            result = fromZero(rightHandSide);
        }

        hasLast = result.Iterations > 0 && result.SolutionCurvature > 0 &&
            double.IsFinite(result.SolutionCurvature);
        backend.Copy(solve.Solution, last, solve.Length);
        return result;
    }

    internal void ReadState(Span<double> destination)
    {
        last.Read(copy);
        for (int k = 0; k < copy.Length; k++)
        {
            destination[k] = hasLast ? copy[k] : 0;
        }

        destination[copy.Length] = hasLast ? 1 : 0;
    }

    internal void WriteState(ReadOnlySpan<double> source)
    {
        for (int k = 0; k < copy.Length; k++)
        {
            copy[k] = (float)source[k];
        }

        last.Write(copy);
        hasLast = source[copy.Length] != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        last.Dispose();
        remainder.Dispose();
    }

    private ConjugateGradientResult FromLast(
        ComputeBuffer rightHandSide, LinearOperator product, FromZero fromZero)
    {
        int count = solve.Length;
        product(last, remainder);
        backend.AddScaled(rightHandSide, -1f, remainder, remainder, count);
        ConjugateGradientResult rest = fromZero(remainder);
        if (rest.Iterations == 0)
        {
            return default;
        }

        // With r = b - A x0 and x = x0 + d: x'Ax = x0'(b - r) + 2 d'(b - r) + d'Ad.
        double ofLast = backend.ReadDot(last, rightHandSide, count);
        double ofStep = backend.ReadDot(solve.Solution, rightHandSide, count);
        double curvature = ofLast - backend.ReadDot(last, remainder, count) + rest.SolutionCurvature +
            (2 * (ofStep - backend.ReadDot(solve.Solution, remainder, count)));
        double dot = ofLast + ofStep;
        backend.AddScaled(last, 1f, solve.Solution, solve.Solution, count);
        return rest with
        {
            RightHandSideNorm = Math.Sqrt(backend.ReadDot(rightHandSide, rightHandSide, count)),
            SolutionDotRightHandSide = dot,
            SolutionCurvature = curvature,
        };
    }
}
