using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>Conjugate gradients on operators that the test applies itself.</summary>
public abstract class ConjugateGradientTests : IDisposable
{
    private readonly ComputeBackend backend;

    private protected ConjugateGradientTests(ComputeBackend backend) => this.backend = backend;

    /// <summary>Whether the host knows that a solve has stopped without asking a device.</summary>
    protected abstract bool ScalarsAreOnTheHost { get; }

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(257)]
    public void A_diagonal_system_is_solved_as_far_as_the_result_says(int size)
    {
        float[] diagonal = [.. Enumerable.Range(0, size).Select(k => 1f + (k % 5))];
        float[] b = new NormalNumbers(size).Array(size);
        using ConjugateGradientWorkspace solve = Begin(b);
        int steps = Math.Min(size, 5);
        for (int k = 0; k < steps; k++)
        {
            Step(solve, p => [.. p.Zip(diagonal, (value, d) => d * value)]);
        }

        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        float[] x = solve.Solution.ReadArray();
        double norm = Math.Sqrt(b.Sum(value => (double)value * value));
        Assert.True(result.Stop is StopReason.Running or StopReason.Converged);
        Assert.InRange(result.Iterations, 1, steps);
        Tolerance.AssertRelative(norm, result.RightHandSideNorm, 1e-14, "|b|");
        Tolerance.AssertRelative(
            x.Zip(b, (a, c) => (double)a * c).Sum(), result.SolutionDotRightHandSide, 1e-12, "x'b");

        // Each step rounds x and r once, and r once more through the product, relative to magnitudes below 5
        // |b|.
        double allowed = steps * 3 * Rounded.U * 5 * norm;
        Tolerance.AssertAbsolute(
            [0.0], [x.Select((value, k) => Math.Abs((diagonal[k] * (double)value) - b[k])).Max()], allowed,
            "A x - b");
        Tolerance.AssertAbsolute([0.0], [result.ResidualNorm], allowed, "|r|");
        Tolerance.AssertAbsolute(
            [x.Select((value, k) => diagonal[k] * (double)value * value).Sum()], [result.SolutionCurvature],
            allowed * norm, "x'Ax");
    }

    [Theory]
    [InlineData(float.NaN, StopReason.NonFiniteRightHandSide)]
    [InlineData(float.PositiveInfinity, StopReason.NonFiniteRightHandSide)]
    [InlineData(0f, StopReason.ZeroRightHandSide)]
    [InlineData(1e-30f, StopReason.ZeroRightHandSide)]
    [InlineData(1e-20f, StopReason.Running)]
    public void The_right_hand_side_is_looked_at_first(float value, StopReason expected)
    {
        using ConjugateGradientWorkspace solve = Begin([0, value, 0]);
        Assert.Equal(expected, backend.ReadConjugateGradient(solve).Stop);
        Assert.Equal(
            ScalarsAreOnTheHost && expected != StopReason.Running, backend.IsKnownToHaveStopped(solve));

        Step(solve, p => p);
        Assert.Equal(expected == StopReason.Running ? 1 : 0, backend.ReadConjugateGradient(solve).Iterations);
    }

    [Theory]
    [InlineData(-1f, 0f, StopReason.NegativeCurvature)]
    [InlineData(0f, 0f, StopReason.NegativeCurvature)]
    [InlineData(float.NaN, 0f, StopReason.NonFinite)]
    [InlineData(float.PositiveInfinity, 0f, StopReason.NonFinite)]
    [InlineData(1e-42f, 0f, StopReason.NonFinite)]
    [InlineData(0.24f, 0.5f, StopReason.CurvatureLost)]
    [InlineData(0.26f, 0.5f, StopReason.Running)]
    public void A_guard_keeps_the_solution_so_far_and_stays_closed(
        float eigenvalue, float damping, StopReason expected)
    {
        // Eigenvalues 2 and 4 keep the first step from solving; then the operator is replaced.
        using ConjugateGradientWorkspace solve = Begin([1, 2, 3]);
        Step(solve, p => [2 * p[0], 4 * p[1], 4 * p[2]]);
        float[] solution = solve.Solution.ReadArray();
        float[] residual = solve.Residual.ReadArray();

        Step(solve, p => [.. p.Select(value => eigenvalue * value)], damping);
        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        Assert.Equal(expected, result.Stop);
        if (expected != StopReason.Running)
        {
            Step(solve, p => p);
            Assert.Equal(solution, solve.Solution.ReadArray());
            Assert.Equal(residual, solve.Residual.ReadArray());
            Assert.Equal(1, result.Iterations);
            Assert.Equal(result, backend.ReadConjugateGradient(solve));
        }
    }

    [Fact]
    public void Convergence_ends_the_solve_and_a_new_one_can_begin()
    {
        using ConjugateGradientWorkspace solve = Begin([3, 4]);
        Step(solve, p => p);
        Assert.Equal(
            new ConjugateGradientResult(StopReason.Converged, 1, 5, 0, 25, 25),
            backend.ReadConjugateGradient(solve));
        Assert.Equal(ScalarsAreOnTheHost, backend.IsKnownToHaveStopped(solve));

        backend.BeginConjugateGradient(solve, backend.Allocate([1, 0]));
        Assert.Equal(
            new ConjugateGradientResult(StopReason.Running, 0, 1, 1, 0, 0),
            backend.ReadConjugateGradient(solve));
        Assert.Equal([0, 0], solve.Solution.ReadArray());
    }

    private ConjugateGradientWorkspace Begin(float[] rightHandSide)
    {
        ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(rightHandSide.Length);
        backend.BeginConjugateGradient(solve, backend.Allocate(rightHandSide));
        return solve;
    }

    private void Step(ConjugateGradientWorkspace solve, Func<float[], float[]> product, float damping = 0)
    {
        solve.Product.Write(product(solve.Direction.ReadArray()));
        backend.ConjugateGradientStep(solve, damping, 0);
    }
}
