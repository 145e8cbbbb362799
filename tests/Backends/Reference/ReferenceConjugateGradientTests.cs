using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>Conjugate gradients on operators that the test applies itself.</summary>
public sealed class ReferenceConjugateGradientTests
{
    private readonly ReferenceBackend backend = new();

    public static TheoryData<int> Sizes => [1, 2, 3, 5, 15, 16, 17, 31, 64, 65, 127, 128];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void As_many_steps_are_needed_as_there_are_distinct_eigenvalues(int size)
    {
        foreach (int distinct in new[] { 1, 2, 3, 7 }.Where(m => m <= size))
        {
            double[] spectrum = [.. Enumerable.Range(0, size).Select(k => 1.0 + (k % distinct))];
            SpectralMatrix matrix = new(spectrum, seed: size);
            double[] solution = ReferenceFixture.Doubles(new NormalNumbers(distinct).Array(size));
            (ConjugateGradientWorkspace solve, ConjugateGradientResult result) =
                Solve(matrix.Multiply, matrix.Multiply(solution), 1e-20 * size, maxIterations: distinct);

            Assert.Equal(StopReason.Converged, result.Stop);
            Assert.Equal(distinct, result.Iterations);

            // The smallest eigenvalue is 1: the error is not longer than the residual.
            Tolerance.AssertAbsolute(
                solution, Doubles(solve.Solution), 1e-10 * Math.Sqrt(size), $"{size}, {distinct}");
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_error_in_the_norm_of_the_matrix_falls_with_every_step(int size)
    {
        // Condition number 1000.
        double[] spectrum =
            [.. Enumerable.Range(0, size).Select(k => Math.Pow(1000, (double)k / Math.Max(1, size - 1)))];
        SpectralMatrix matrix = new(spectrum, seed: size);
        double[] solution = ReferenceFixture.Doubles(new NormalNumbers(size).Array(size));
        ConjugateGradientWorkspace solve = Begin(matrix.Multiply(solution));
        double error = Norm(matrix, solution);
        double floor = 1e-12 * error;
        for (int k = 0; k < size && error > floor; k++)
        {
            Step(solve, matrix.Multiply, tolerance: 0);
            double next = Norm(matrix, [.. solution.Zip(Doubles(solve.Solution), (x, y) => x - y)]);
            Assert.True(next < error, $"size {size}, step {k}: error {next:R} after {error:R}");
            error = next;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Results_say_what_was_solved(int size)
    {
        SpectralMatrix matrix = new([.. Enumerable.Range(0, size).Select(k => 1.0 + k)], seed: size);
        double[] rightHandSide = ReferenceFixture.Doubles(new NormalNumbers(size).Array(size));
        (ConjugateGradientWorkspace solve, ConjugateGradientResult result) =
            Solve(matrix.Multiply, rightHandSide, tolerance: 0, maxIterations: Math.Min(size, 10));

        double[] x = Doubles(solve.Solution);
        double[] product = matrix.Multiply(x);
        double residual = Math.Sqrt(rightHandSide.Zip(product, (b, ax) => (b - ax) * (b - ax)).Sum());
        double norm = Math.Sqrt(Dot(rightHandSide, rightHandSide));
        Tolerance.AssertAbsolute(
            [norm, residual, Dot(x, rightHandSide), Dot(x, product)],
            [
                result.RightHandSideNorm, result.ResidualNorm, result.SolutionDotRightHandSide,
                result.SolutionCurvature,
            ],
            1e-12 * norm * norm, "result");
    }

    [Fact]
    public void A_singular_matrix_is_solved_in_as_many_steps_as_its_rank_where_a_solution_exists()
    {
        SpectralMatrix matrix = new([3, 0, 2, 0, 1, 0, 0, 0], seed: 5);
        double[] inRange = matrix.Multiply([1, 2, 3, 4, 5, 6, 7, 8]);
        (ConjugateGradientWorkspace solve, ConjugateGradientResult result) =
            Solve(matrix.Multiply, inRange, tolerance: 1e-20, maxIterations: 8);

        Assert.Equal(StopReason.Converged, result.Stop);
        Assert.Equal(3, result.Iterations);
        Tolerance.AssertAbsolute(inRange, matrix.Multiply(Doubles(solve.Solution)), 1e-10, "product");
    }

    [Fact]
    public void A_zero_matrix_has_no_positive_curvature_and_with_damping_takes_one_step()
    {
        double[] b = [1, -2, 3];
        (ConjugateGradientWorkspace solve, ConjugateGradientResult result) =
            Solve(_ => new double[3], b, 0, 3);
        Assert.Equal(StopReason.NegativeCurvature, result.Stop);
        Assert.Equal([0, 0, 0], Doubles(solve.Solution));

        (solve, result) = Solve(p => Array.ConvertAll(p, value => 0.5 * value), b, 0, 3, damping: 0.5f);
        Assert.Equal(StopReason.Converged, result.Stop);
        Assert.Equal([2, -4, 6], Doubles(solve.Solution));
    }

    [Theory]
    [InlineData(float.NaN, StopReason.NonFiniteRightHandSide)]
    [InlineData(float.PositiveInfinity, StopReason.NonFiniteRightHandSide)]
    [InlineData(0f, StopReason.ZeroRightHandSide)]
    [InlineData(1e-30f, StopReason.ZeroRightHandSide)]
    [InlineData(1e-20f, StopReason.Running)]
    public void The_right_hand_side_is_looked_at_first(float value, StopReason expected)
    {
        ConjugateGradientWorkspace solve = Begin([0, value, 0]);
        Assert.Equal(expected, backend.ReadConjugateGradient(solve).Stop);
        Assert.Equal(expected != StopReason.Running, backend.IsKnownToHaveStopped(solve));

        Step(solve, p => p, tolerance: 0);
        Assert.Equal(expected == StopReason.Running ? 1 : 0, backend.ReadConjugateGradient(solve).Iterations);
    }

    [Theory]
    [InlineData(-1, 0, StopReason.NegativeCurvature)]
    [InlineData(0, 0, StopReason.NegativeCurvature)]
    [InlineData(double.NaN, 0, StopReason.NonFinite)]
    [InlineData(double.PositiveInfinity, 0, StopReason.NonFinite)]
    [InlineData(0.24, 0.5, StopReason.CurvatureLost)]
    [InlineData(0.26, 0.5, StopReason.Running)]
    public void A_guard_keeps_the_solution_so_far_and_stays_closed(
        double eigenvalue, float damping, StopReason expected)
    {
        // Eigenvalues 2 and 4 keep the first step from solving; then the operator is replaced.
        ConjugateGradientWorkspace solve = Begin([1, 2, 3]);
        Step(solve, p => [2 * p[0], 4 * p[1], 4 * p[2]], tolerance: 0);
        double[] solution = [.. Doubles(solve.Solution)];
        double[] residual = [.. Doubles(solve.Residual)];

        Step(solve, p => Array.ConvertAll(p, value => eigenvalue * value), 0, damping);
        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        Assert.Equal(expected, result.Stop);
        if (expected != StopReason.Running)
        {
            Step(solve, p => p, tolerance: 0);
            Assert.Equal(solution, Doubles(solve.Solution));
            Assert.Equal(residual, Doubles(solve.Residual));
            Assert.Equal(1, result.Iterations);
            Assert.Equal(result, backend.ReadConjugateGradient(solve));
        }
    }

    [Fact]
    public void A_residual_that_overflows_leaves_the_solution_before_it()
    {
        // p'Ap is the rounding of a difference, so the step is so long that the square of the residual
        // overflows.
        ConjugateGradientWorkspace solve = Begin([1e150, 1e150]);
        Step(solve, _ => [1e10, -(1e10 - 2e-6)], tolerance: 0);

        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        Assert.Equal(StopReason.NonFinite, result.Stop);
        Assert.Equal(0, result.Iterations);
        Assert.Equal([0, 0], Doubles(solve.Solution));
        Assert.True(double.IsFinite(result.ResidualNorm));
    }

    [Fact]
    public void Convergence_ends_the_solve_and_a_new_one_can_begin()
    {
        (ConjugateGradientWorkspace solve, ConjugateGradientResult result) = Solve(p => p, [3, 4], 0, 5);
        Assert.Equal(new ConjugateGradientResult(StopReason.Converged, 1, 5, 0, 25, 25), result);
        Assert.True(backend.IsKnownToHaveStopped(solve));

        backend.BeginConjugateGradient(solve, backend.Allocate([1, 0]));
        Assert.Equal(
            new ConjugateGradientResult(StopReason.Running, 0, 1, 1, 0, 0),
            backend.ReadConjugateGradient(solve));
        Assert.Equal([0, 0], Doubles(solve.Solution));
    }

    private (ConjugateGradientWorkspace Solve, ConjugateGradientResult Result) Solve(
        Func<double[], double[]> product, double[] rightHandSide, double tolerance, int maxIterations,
        float damping = 0)
    {
        ConjugateGradientWorkspace solve = Begin(rightHandSide);
        for (int k = 0; k < maxIterations; k++)
        {
            Step(solve, product, tolerance, damping);
        }

        return (solve, backend.ReadConjugateGradient(solve));
    }

    private ConjugateGradientWorkspace Begin(double[] rightHandSide)
    {
        ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(rightHandSide.Length);
        ComputeBuffer b = backend.Allocate(rightHandSide.Length);
        rightHandSide.CopyTo(Doubles(b), 0);
        backend.BeginConjugateGradient(solve, b);
        return solve;
    }

    private void Step(
        ConjugateGradientWorkspace solve, Func<double[], double[]> product, double tolerance,
        float damping = 0)
    {
        product(Doubles(solve.Direction)).CopyTo(Doubles(solve.Product), 0);
        backend.ConjugateGradientStep(solve, damping, tolerance);
    }

    private static double Norm(SpectralMatrix matrix, double[] x) => Math.Sqrt(Dot(x, matrix.Multiply(x)));

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double[] Doubles(ComputeBuffer buffer) => ReferenceFixture.Doubles(buffer);
}
