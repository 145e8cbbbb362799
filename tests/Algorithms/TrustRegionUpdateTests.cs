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

/// <summary>What the mathematics says of a step, on all heads.</summary>
public sealed class TrustRegionUpdateTests
{
    private const int Rows = 257;
    private const float Damping = 0.1f;

    public static TheoryData<HeadKind> Heads =>
        [HeadKind.Categorical, HeadKind.DiagonalGaussian, HeadKind.MultiCategorical, HeadKind.Bernoulli];

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_tiny_step_gains_what_the_gradient_predicts(HeadKind head)
    {
        // Loss and KL are smooth, so both predictions err by the order of the step's length, the root of 2 MaxKl.
        const double MaxKl = 1e-8;
        double order = Math.Sqrt(2 * MaxKl);
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape(head), Rows);

        UpdateReport report = scene.Apply(
            TrustRegionOptions.Default with { LineSearch = new LineSearchOptions(MaxKl, BacktrackRatio: 0.99) });

        Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
        Assert.Equal(1, report.ActualImprovement / report.ExpectedImprovement, 100 * order);
        Assert.True(report.Backtracks <= 1);

        // The damping takes a part of the region that the Fisher matrix alone would leave to the step.
        Assert.InRange(report.End.MeanKlOldToNew / MaxKl, 0.01, 1);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Without_damping_a_step_ends_on_the_edge_of_its_region(HeadKind head)
    {
        const double MaxKl = 1e-8;
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape(head), Rows);
        LineSearchOptions search = new(MaxKl, BacktrackRatio: 0.99);

        UpdateReport report = scene.Apply(
            new TrustRegionOptions(NaturalDirectionOptions.Default with { Damping = 0 }, search));

        Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
        double fraction = report.StepFraction;
        Assert.Equal(fraction * fraction, report.End.MeanKlOldToNew / MaxKl, 100 * Math.Sqrt(2 * MaxKl));
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_curvature_of_the_solution_is_that_of_a_product_with_it(HeadKind head)
    {
        using CpuBackend backend = new(2);
        using PolicyScene scene = PolicyScene.Random(backend, Shape(head), Rows);
        using NetworkWorkspace workspace = backend.CreateWorkspace(scene.Shape, Rows);
        int count = scene.Shape.ParameterCount;
        using ComputeBuffer gradient = backend.Allocate(count);
        using ComputeBuffer product = backend.Allocate(count);
        using ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(count);
        backend.Load(workspace, scene.Batch);
        backend.SurrogateGradient(workspace, scene.Parameters, gradient);
        backend.PrepareFisher(workspace, scene.Parameters, 1);
        foreach (int iterations in (int[])[1, 3, 10, 15])
        {
            ConjugateGradientResult result = ConjugateGradient.Solve(
                backend, solve, Product, gradient, iterations, Damping, residualTolerance: 0);
            Product(solve.Solution, product);
            double direct = backend.ReadDot(solve.Solution, product, count);
            Tolerance.AssertRelative(direct, result.SolutionCurvature, 1e-3, $"curvature after {iterations}");
        }

        void Product(ComputeBuffer direction, ComputeBuffer result) =>
            backend.FisherVectorProduct(workspace, scene.Parameters, direction, Damping, result);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(Rows)]
    public void A_stride_takes_its_rows_for_the_Fisher_matrix_and_all_rows_for_the_gradient(int stride)
    {
        TrustRegionOptions options = TrustRegionOptions.Default with
        {
            Direction = NaturalDirectionOptions.Default with { FisherRowStride = stride, MaxIterations = 5 },
        };
        using ReferenceBackend backend = new();
        using PolicyScene scene = PolicyScene.Random(backend, Shape(HeadKind.DiagonalGaussian), Rows);
        ConjugateGradientResult expected = SolveByHand(backend, scene, stride, options.Direction);

        UpdateReport report = scene.Apply(options);

        // Sums of the same numbers in another order, through five iterations.
        const double Relative = 1e-9;
        ConjugateGradientResult solve = report.Solve!.Value;
        Tolerance.AssertRelative(expected.SolutionCurvature, solve.SolutionCurvature, Relative, "curvature");
        Tolerance.AssertRelative(expected.RightHandSideNorm, solve.RightHandSideNorm, Relative, "gradient");
        Tolerance.AssertRelative(
            expected.SolutionDotRightHandSide, solve.SolutionDotRightHandSide, Relative, "prediction");
    }

    [Fact]
    public void An_update_allocates_nothing_that_a_second_one_could_find()
    {
        using CpuBackend backend = new(2);
        using PolicyScene first = PolicyScene.Random(backend, Shape(HeadKind.Categorical), Rows);
        using PolicyScene other = PolicyScene.Random(backend, Shape(HeadKind.Categorical), Rows, seed: 9);
        using TrustRegionUpdate shared = new(backend, first.Shape, Rows + 50, TrustRegionOptions.Default);
        shared.Apply(other.Parameters, other.Batch);
        using ComputeBuffer parameters = backend.Allocate(first.Parameters.ReadArray());

        UpdateReport fromUsed = shared.Apply(parameters, first.Batch);

        Assert.Equal(first.Apply(TrustRegionOptions.Default), fromUsed);
        Assert.Equal(Bits.Of(first.Parameters), Bits.Of(parameters));
    }

    // The gradient from one workspace with all rows, the products from another that holds the stride's rows alone.
    private static ConjugateGradientResult SolveByHand(
        ReferenceBackend backend, PolicyScene scene, int stride, NaturalDirectionOptions options)
    {
        int count = scene.Shape.ParameterCount;
        using NetworkWorkspace all = backend.CreateWorkspace(scene.Shape, Rows);
        using ComputeBuffer gradient = backend.Allocate(count);
        backend.Load(all, scene.Batch);
        backend.SurrogateGradient(all, scene.Parameters, gradient);

        int rowsTaken = ((Rows - 1) / stride) + 1;
        SampleBatch some = new(
            rowsTaken, EveryNth(scene.Batch.Observations, scene.Shape.Mlp.Inputs),
            EveryNth(scene.Batch.Actions, scene.Shape.Head.Size.Actions));
        using NetworkWorkspace taken = backend.CreateWorkspace(scene.Shape, rowsTaken);
        using ComputeBuffer unused = backend.Allocate(count);
        backend.Load(taken, some);
        backend.LikelihoodGradient(taken, scene.Parameters, unused);
        backend.PrepareFisher(taken, scene.Parameters, 1);
        using ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(count);
        return ConjugateGradient.Solve(
            backend, solve,
            (direction, product) => backend.FisherVectorProduct(
                taken, scene.Parameters, direction, options.Damping, product),
            gradient, options.MaxIterations, options.Damping, options.ResidualTolerance);

        ComputeBuffer EveryNth(ComputeBuffer rows, int columns)
        {
            float[] values = rows.ReadArray();
            float[] kept = new float[rowsTaken * columns];
            for (int k = 0; k < rowsTaken; k++)
            {
                values.AsSpan(k * stride * columns, columns).CopyTo(kept.AsSpan(k * columns));
            }

            return backend.Allocate(kept);
        }
    }

    private static NetworkShape Shape(HeadKind kind)
    {
        HeadShape head = kind switch
        {
            HeadKind.Categorical => HeadShape.Categorical(4),
            HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(3),
            HeadKind.MultiCategorical => HeadShape.MultiCategorical([2, 3]),
            _ => HeadShape.Bernoulli(3),
        };
        return new NetworkShape(new MlpShape([5, 9, 7, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
    }
}
