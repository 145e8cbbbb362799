using System;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>What holds between the natural gradients, and between them and the plain one.</summary>
public sealed class NaturalUpdateTests
{
    private const int Rows = 193;

    private static readonly NetworkShape Shape =
        PolicyScene.Network("4-9-7-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2));

    private static readonly NaturalDirectionOptions Direction = NaturalDirectionOptions.Default;

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void TRPO_that_accepts_its_first_trial_is_the_truncated_natural_gradient(string name)
    {
        // So short a step that its gain and its KL are what the gradient and the damped model predict.
        const double MaxKl = 1e-4;
        using ComputeBackend backend = BackendFactory.Create(name, threads: 2);
        using PolicyScene first = PolicyScene.Random(backend, Shape, Rows);
        using PolicyScene second = PolicyScene.Random(backend, Shape, Rows);
        using TruncatedNaturalGradientUpdate truncated = new(backend, Shape, Rows, Direction, MaxKl);

        UpdateReport searched = first.Apply(new TrustRegionOptions(Direction, new LineSearchOptions(MaxKl)));
        UpdateReport taken = truncated.Apply(second.Parameters, second.Batch);

        Assert.Equal(0, searched.Backtracks);
        Assert.Equal(searched, taken);
        Assert.Equal(Bits.Of(first.Parameters), Bits.Of(second.Parameters));
    }

    // With the solve limited to as many iterations, both directions are the same polynomial in the same matrix.
    [Fact]
    public void The_natural_gradient_of_a_fixed_step_is_a_multiple_of_the_truncated_one()
    {
        const double MaxKl = 1e-4;
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using PolicyScene other = PolicyScene.Random(backend, Shape, Rows);
        using TruncatedNaturalGradientUpdate truncated = new(backend, Shape, Rows, Direction, MaxKl);
        UpdateReport report = truncated.Apply(scene.Parameters, scene.Batch);
        double scale = Math.Sqrt(2 * MaxKl / report.Solve!.Value.SolutionCurvature);
        using NaturalGradientUpdate plain = new(backend, Shape, Rows, Direction, scale);

        plain.Apply(other.Parameters, other.Batch);

        Assert.Equal(Bits.Of(scene.Parameters), Bits.Of(other.Parameters));
    }

    [Fact]
    public void The_policy_gradient_moves_by_its_step_size_times_the_gradient_or_by_the_length_of_its_region()
    {
        const double StepSize = 0.125;
        const double Radius = 0.02;
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        float[] gradient = Gradient(backend, scene);
        double[] plain = Step(backend, StepSize, radius: null);
        double[] bounded = Step(backend, StepSize, Radius);

        double squareOfGradient = 0;
        double squareOfBounded = 0;
        for (int k = 0; k < gradient.Length; k++)
        {
            // The parameter is read back as a float.
            Assert.Equal(-StepSize * gradient[k], plain[k], 1e-7);
            squareOfGradient += (double)gradient[k] * gradient[k];
            squareOfBounded += bounded[k] * bounded[k];
        }

        Assert.Equal(Radius, squareOfBounded / 2, 1e-6);
        double ratio = Math.Sqrt(2 * Radius / squareOfGradient);
        for (int k = 0; k < gradient.Length; k++)
        {
            Assert.Equal(-ratio * gradient[k], bounded[k], 1e-6);
        }
    }

    // A matrix that is a multiple of the identity makes the natural direction the gradient, and the KL ball a Euclidean
    // one: with so much damping nothing is left of the Fisher matrix.
    [Fact]
    public void With_the_identity_for_a_Fisher_matrix_the_truncated_natural_gradient_is_the_policy_gradient()
    {
        const float Damping = 1e8f;
        const double Radius = 1e-4;
        using ReferenceBackend backend = new();
        using PolicyScene natural = PolicyScene.Random(backend, Shape, Rows);
        using PolicyScene plain = PolicyScene.Random(backend, Shape, Rows);
        using TruncatedNaturalGradientUpdate truncated = new(
            backend, Shape, Rows, Direction with { Damping = Damping }, Radius * Damping);
        using PolicyGradientUpdate gradient = new(backend, Shape, Rows, stepSize: 1, Radius);

        truncated.Apply(natural.Parameters, natural.Batch);
        gradient.Apply(plain.Parameters, plain.Batch);

        float[] expected = plain.Parameters.ReadArray();
        float[] actual = natural.Parameters.ReadArray();
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-6);
        }
    }

    // Both solve A x = g and leave a residual; no eigenvalue of A is below its damping, so that the solutions are
    // within the sum of their residuals over it.
    [Theory]
    [InlineData(FisherKind.GaussNewton)]
    [InlineData(FisherKind.Empirical)]
    public void The_exact_inverse_is_where_conjugate_gradients_converge_to(FisherKind kind)
    {
        NaturalDirectionOptions many = Direction with
        {
            Damping = 0.01f,
            Fisher = kind,
            MaxIterations = 4 * Shape.ParameterCount,
            ResidualTolerance = 1e-20,
        };
        using ReferenceBackend backend = new();
        using PolicyScene iterated = PolicyScene.Random(backend, Shape, Rows);
        using PolicyScene inverted = PolicyScene.Random(backend, Shape, Rows);
        using NaturalGradientUpdate cg = new(backend, Shape, Rows, many, stepSize: 1);
        using NaturalGradientUpdate dense = new(
            backend, Shape, Rows, many with { Solver = DirectionSolver.Dense }, stepSize: 1);

        ConjugateGradientResult first = cg.Apply(iterated.Parameters, iterated.Batch).Solve!.Value;
        ConjugateGradientResult second = dense.Apply(inverted.Parameters, inverted.Batch).Solve!.Value;

        Assert.Equal(StopReason.Converged, first.Stop);
        Assert.Equal(StopReason.Converged, second.Stop);
        float[] left = iterated.Parameters.ReadArray();
        float[] right = inverted.Parameters.ReadArray();
        double square = 0;
        double rounding = 0;
        for (int k = 0; k < left.Length; k++)
        {
            square += Math.Pow((double)left[k] - right[k], 2);

            // The solution is a float before it is added, the parameter once it is read.
            double ulp = Math.Pow(2, -24);
            rounding += Math.Pow(2 * ulp * (Math.Abs(left[k]) + Math.Abs(right[k]) + 1), 2);
        }

        double allowed = ((first.ResidualNorm + second.ResidualNorm) / many.Damping) + Math.Sqrt(rounding);
        Assert.True(Math.Sqrt(square) <= allowed, $"{Math.Sqrt(square)} apart, expected at most {allowed}");
        Assert.True(allowed < 1e-4, $"the bound of {allowed} says nothing");
    }

    [Fact]
    public void A_dense_solve_of_many_parameters_is_refused_with_a_remedy()
    {
        using CpuBackend backend = new(1);
        TrpoOptions options = new() { Algorithm = PolicyAlgorithm.Npg, Solver = DirectionSolver.Dense };
        OptionException refusal = Assert.Throws<OptionException>(
            () => new TrpoTrainer(backend, "CartPole-v1", options).Dispose());
        Assert.Contains("expected at most 2048: use cg, or a smaller net_arch", refusal.Message);
        TrpoOptions warm = options with { Hidden = [8], WarmStart = true };
        Assert.Contains(
            "dense given with cg_warm_start or cg_preconditioner",
            Assert.Throws<OptionException>(() => new TrpoTrainer(backend, "CartPole-v1", warm).Dispose()).Message);
    }

    [Fact]
    public void A_warm_start_ends_nearer_the_solution_of_an_unchanged_system()
    {
        NaturalDirectionOptions few = Direction with { MaxIterations = 3, WarmStart = true };
        using CpuBackend backend = new(2);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        float[] start = scene.Parameters.ReadArray();
        using NaturalGradientUpdate update = new(backend, Shape, Rows, few, stepSize: 1e-3);
        double last = double.PositiveInfinity;
        for (int solve = 0; solve < 4; solve++)
        {
            UpdateReport report = update.Apply(scene.Parameters, scene.Batch);
            double residual = report.Solve!.Value.ResidualNorm;
            Assert.True(residual < last, $"solve {solve}: residual {residual}, after {last}");
            Assert.True(report.Solve.Value.SolutionCurvature > 0);
            last = residual;
            scene.Parameters.Write(start);
        }
    }

    [Fact]
    public void Damping_falls_after_good_steps_and_rises_after_refused_ones()
    {
        using CpuBackend backend = new(1);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        NaturalDirectionOptions adaptive = Direction with { AdaptDamping = true };
        TrustRegionOptions good = new(adaptive, new LineSearchOptions(1e-6));
        TrustRegionOptions refused = new(adaptive, new LineSearchOptions(1e-6, MaxBacktracks: 0, KlSlack: 1e-6));
        Assert.Equal(Direction.Damping / 1.5f, DampingAfter(good, UpdateOutcome.Accepted), 1e-6f);
        Assert.Equal(Direction.Damping * 1.5f, DampingAfter(refused, UpdateOutcome.KlExceeded), 1e-6f);

        float DampingAfter(TrustRegionOptions options, UpdateOutcome expected)
        {
            using TrustRegionUpdate update = new(backend, Shape, Rows, options);
            Assert.Equal(expected, update.Apply(scene.Parameters, scene.Batch).Outcome);
            double[] state = new double[update.StateLength];
            update.ReadState(state);
            return (float)state.AsSpan()[0];
        }
    }

    private static double[] Step(ReferenceBackend backend, double stepSize, double? radius)
    {
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using PolicyGradientUpdate update = new(backend, Shape, Rows, stepSize, radius);
        float[] before = scene.Parameters.ReadArray();
        Assert.Equal(UpdateOutcome.Accepted, update.Apply(scene.Parameters, scene.Batch).Outcome);
        float[] after = scene.Parameters.ReadArray();
        return Array.ConvertAll(
            [.. System.Linq.Enumerable.Range(0, before.Length)], k => (double)after[k] - before[k]);
    }

    private static float[] Gradient(ReferenceBackend backend, PolicyScene scene)
    {
        using NetworkWorkspace workspace = backend.CreateWorkspace(Shape, Rows);
        using ComputeBuffer gradient = backend.Allocate(Shape.ParameterCount);
        backend.Load(workspace, scene.Batch);
        backend.SurrogateGradient(workspace, scene.Parameters, gradient);
        return gradient.ReadArray();
    }
}
