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

/// <summary>What decides how far an update goes where no line search does.</summary>
public sealed class StepLengthTests
{
    private const int Rows = 193;

    private static readonly NetworkShape Shape =
        PolicyScene.Network("4-9-7-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2));

    [Theory]
    [InlineData(0.1f, 2.0)]
    [InlineData(1e-7f, 0.5)]
    public void The_coefficient_of_the_KL_doubles_after_a_far_update_and_is_halved_after_a_near_one(
        float learningRate, double factor)
    {
        const double Coefficient = 0.7;
        const double TargetKl = 1e-3;
        using CpuBackend backend = new(1);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        MinibatchOptions minibatches = new(3, 64, learningRate, EntropyBonus: 0);
        using KlPenaltyUpdate adaptive = new(backend, Shape, Rows, minibatches, Coefficient, TargetKl, seed: 1);
        using KlPenaltyUpdate fixedOne = new(backend, Shape, Rows, minibatches, Coefficient, targetKl: null, seed: 1);
        float[] start = scene.Parameters.ReadArray();

        UpdateReport report = adaptive.Apply(scene.Parameters, scene.Batch);
        scene.Parameters.Write(start);
        fixedOne.Apply(scene.Parameters, scene.Batch);

        Assert.Equal(factor > 1, report.End.MeanKlOldToNew > 1.5 * TargetKl);
        Assert.Equal(factor < 1, report.End.MeanKlOldToNew < TargetKl / 1.5);
        Assert.Equal(factor * Coefficient, adaptive.Coefficient);
        Assert.Equal(Coefficient, fixedOne.Coefficient);
    }

    [Theory]
    [InlineData(0.1f, 1e6)]
    [InlineData(1e-7f, 1e-6)]
    public void The_coefficient_of_the_KL_stays_in_its_range(float learningRate, double end)
    {
        using CpuBackend backend = new(1);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using KlPenaltyUpdate update = new(
            backend, Shape, Rows, new MinibatchOptions(1, 64, learningRate, EntropyBonus: 0), end, 1e-3, seed: 1);
        update.Apply(scene.Parameters, scene.Batch);
        Assert.Equal(end, update.Coefficient);
    }

    // A pass ends beyond the first bound, and no number of them beyond the second.
    [Theory]
    [InlineData(1e-9, 1)]
    [InlineData(1e3, 4)]
    public void Passes_end_where_the_KL_is_reached(double klStop, int passes)
    {
        using CpuBackend backend = new(1);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using ProximalUpdate update = new(
            backend, Shape, Rows, new MinibatchOptions(4, 64, 1e-3f, EntropyBonus: 0), 0.2f, klStop, seed: 1);
        UpdateReport report = update.Apply(scene.Parameters, scene.Batch);
        Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
        Assert.Equal(passes, report.Passes);
        Assert.Equal(passes / 4.0, report.StepFraction);
    }

    // For one linear layer the factors are the Fisher matrix, and KL is its quadratic form up to the order of the step.
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-4)]
    public void A_step_by_Kronecker_factors_ends_on_the_edge_of_its_region_or_where_the_largest_step_ends(
        double largestStep)
    {
        const double MaxKl = 1e-8;
        NetworkShape linear = PolicyScene.Network("4-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2));
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, linear, Rows);
        using KroneckerUpdate update = new(
            backend, linear, Rows, new KroneckerOptions(Damping: 0, MaxKl, largestStep, Decay: 0, FisherRowStride: 1));

        UpdateReport report = update.Apply(scene.Parameters, scene.Batch);

        Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
        double fraction = report.StepFraction;
        Assert.Equal(double.IsInfinity(largestStep), fraction == 1);
        Assert.InRange(fraction, 1e-3, 1);
        Assert.Equal(
            1, report.End.MeanKlOldToNew / (fraction * fraction * MaxKl), 100 * Math.Sqrt(2 * MaxKl) / fraction);
    }

    // x'Ax and x'b of a solution that began elsewhere, against products with it.
    [Fact]
    public void A_warm_start_reports_the_curvature_of_the_whole_solution()
    {
        const float Damping = 0.1f;
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        int count = Shape.ParameterCount;
        using NetworkWorkspace workspace = backend.CreateWorkspace(Shape, Rows);
        using ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(count);
        using ComputeBuffer rightHandSide = backend.Allocate(count);
        using ComputeBuffer product = backend.Allocate(count);
        using WarmStart warm = new(backend, solve);
        backend.Load(workspace, scene.Batch);
        backend.SurrogateGradient(workspace, scene.Parameters, rightHandSide);
        backend.PrepareFisher(workspace, scene.Parameters, 1);
        Solve();

        // Another system, near the first.
        float[] other = rightHandSide.ReadArray();
        for (int k = 0; k < count; k++)
        {
            other[k] *= 1 + (0.3f * MathF.Sin(k));
        }

        rightHandSide.Write(other);
        ConjugateGradientResult result = Solve();

        Fisher(solve.Solution, product);
        Tolerance.AssertRelative(
            backend.ReadDot(solve.Solution, product, count), result.SolutionCurvature, 1e-9, "x'Ax");
        Tolerance.AssertRelative(
            backend.ReadDot(solve.Solution, rightHandSide, count), result.SolutionDotRightHandSide, 1e-9, "x'b");

        ConjugateGradientResult Solve() => warm.Solve(rightHandSide, Fisher, b => ConjugateGradient.Solve(
            backend, solve, Fisher, b, maxIterations: 3, Damping, residualTolerance: 0));

        void Fisher(ComputeBuffer direction, ComputeBuffer image) =>
            backend.FisherVectorProduct(workspace, scene.Parameters, direction, Damping, image);
    }
}
