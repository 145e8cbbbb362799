using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>Inside an update nothing is allocated, on no thread.</summary>
public sealed class CpuAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_update_allocates_nothing(int threads)
    {
        // Several chunks, and enough work for the other threads to be woken.
        NetworkShape shape = new(
            MlpShape.Parse("5-64-64-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));
        using CpuFixture fixture = new(SampleProblem.Create(shape, rows: 130, seed: 1), threads);
        CpuBackend backend = fixture.Backend;
        int length = fixture.Problem.Shape.ParameterCount;
        using ComputeBuffer outputs = backend.Allocate(
            fixture.Problem.Rows * fixture.Problem.Shape.Head.Size.Parameters);
        using ComputeBuffer first = backend.Allocate(length);
        using ComputeBuffer second = backend.Allocate(length);
        using ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(length);
        using KroneckerWorkspace kronecker = backend.CreateKroneckerWorkspace(fixture.Workspace);
        using KroneckerMatrices matrices = backend.CreateKroneckerMatrices(shape);
        double[] factors = new double[kronecker.Layout.Length];
        Update();
        Update();

        // The platform's compiler may allocate on the thread it is called on: one update without anything is
        // enough.
        AllocationProbe probe = new(threads);
        long least = long.MaxValue;
        for (int trial = 0; trial < 5 && least > 0; trial++)
        {
            long before = probe.Read(backend.Pool);
            Update();
            least = Math.Min(least, probe.Read(backend.Pool) - before);
        }

        Assert.Equal(0, least);

        void Update()
        {
            backend.Load(fixture.Workspace, fixture.Batch);
            backend.Forward(
                fixture.Workspace, fixture.Parameters, fixture.Batch.Observations, fixture.Problem.Rows, outputs);
            backend.SurrogateGradient(fixture.Workspace, fixture.Parameters, fixture.Result);
            backend.LikelihoodGradient(fixture.Workspace, fixture.Parameters, fixture.Direction);
            foreach (int rowStride in (ReadOnlySpan<int>)[1, 2])
            {
                backend.PrepareFisher(fixture.Workspace, fixture.Parameters, rowStride);
                backend.BeginConjugateGradient(solve, fixture.Result);
                for (int k = 0; k < 3; k++)
                {
                    backend.FisherVectorProduct(
                        fixture.Workspace, fixture.Parameters, solve.Direction, 0.1f, solve.Product);
                    backend.ConjugateGradientStep(solve, 0.1f, 0);
                }

                backend.ReadConjugateGradient(solve);
                backend.ReadKroneckerFactors(kronecker, fixture.Parameters, factors);
                matrices.Write(factors);
                backend.ApplyKroneckerProduct(matrices, fixture.Result, fixture.Direction);
            }

            backend.KeepOldDistribution(fixture.Workspace, fixture.Parameters);
            backend.ProximalGradient(
                fixture.Workspace, fixture.Parameters, new ProximalTerms(0.2f, 1, 1), fixture.Direction);
            backend.PrepareFisher(fixture.Workspace, fixture.Parameters, 2, FisherKind.Empirical);
            backend.FisherVectorProduct(fixture.Workspace, fixture.Parameters, fixture.Direction, 0.1f, first);
            backend.ReadSurrogate(fixture.Workspace, fixture.Parameters);
            backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters);
            backend.AdamStep(first, fixture.Result, first, second, 1, new AdamOptions(0.01f));
            backend.AddScaled(first, 0.5f, second, first, length);
            backend.Standardize(second, length);
            backend.ReadDot(first, second, length);
        }
    }
}
