using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>Inside an update nothing is allocated, on no thread.</summary>
[Collection(AloneCollection.Name)]
public sealed class CpuAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_update_allocates_nothing(int threads)
    {
        using CpuFixture fixture =
            new(ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem(), threads);
        CpuBackend backend = fixture.Backend;
        int length = fixture.Problem.Shape.ParameterCount;
        using ComputeBuffer outputs =
            backend.Allocate(fixture.Problem.Rows * fixture.Problem.Shape.Head.Size.Parameters);
        using ComputeBuffer first = backend.Allocate(length);
        using ComputeBuffer second = backend.Allocate(length);
        using ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(length);
        Update();
        Update();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Update();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // The platform's own threads may allocate now and then, so one update without any is enough.
        long leastOfAll = long.MaxValue;
        for (int trial = 0; trial < 10 && leastOfAll > 0; trial++)
        {
            long total = GC.GetTotalAllocatedBytes(precise: true);
            Update();
            leastOfAll = Math.Min(leastOfAll, GC.GetTotalAllocatedBytes(precise: true) - total);
        }

        Assert.Equal(0, leastOfAll);

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
            }

            backend.ReadSurrogate(fixture.Workspace, fixture.Parameters);
            backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters);
            backend.AdamStep(first, fixture.Result, first, second, 1, new AdamOptions(0.01f));
            backend.AddScaled(first, 0.5f, second, first, length);
            backend.Standardize(second, length);
            backend.ReadDot(first, second, length);
        }
    }
}
