using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>Operations of one network over one batch, each from the same numbers on both sides.</summary>
internal sealed class NetworkVerification(Side engine, Side reference)
{
    private const float Damping = 0.1f;

    // Shorter than a step of an update, so that a candidate is one that a line search would see.
    private const float CandidateStep = 0.01f;

    private readonly SampleProblem problem = reference.Problem;
    private readonly NetworkShape shape = reference.Problem.Shape;

    /// <summary>Verifies one operation after the other.</summary>
    public IEnumerable<Agreement> Verify()
    {
        RoundedNetwork bounds = new(shape, problem.Parameters);
        yield return Compare("forward", bounds.Forward(problem.Observations, problem.Rows), Forward);
        yield return Compare("surrogate gradient", bounds.SurrogateGradient(problem), side =>
        {
            side.Backend.SurrogateGradient(side.Workspace, side.Parameters, side.Result);
            return Side.Read(side.Result);
        });
        yield return CompareFisherProducts(bounds, 1);
        yield return CompareFisherProducts(bounds, 3);
        yield return CompareTerms();
        yield return Compare("likelihood gradient", bounds.LikelihoodGradient(problem), side =>
        {
            side.Backend.LikelihoodGradient(side.Workspace, side.Parameters, side.Result);
            return Side.Read(side.Result);
        });
    }

    private Agreement Compare(string operation, Rounded[] bounds, Func<Side, double[]> compute)
    {
        Comparison comparison = new(operation);
        comparison.Add(operation, compute(reference), compute(engine), bounds);
        return comparison.Result;
    }

    private double[] Forward(Side side)
    {
        using ComputeBuffer outputs = side.Backend.Allocate(problem.Rows * shape.Head.Size.Parameters);
        side.Backend.Forward(side.Workspace, side.Parameters, side.Batch.Observations, problem.Rows, outputs);
        return Side.Read(outputs);
    }

    private Agreement CompareFisherProducts(RoundedNetwork bounds, int rowStride) => Compare(
        rowStride == 1 ? "Fisher product" : $"Fisher product of one row in {rowStride}",
        bounds.FisherVectorProduct(problem, problem.Direction, Damping, rowStride),
        side =>
        {
            side.PrepareFisher(rowStride);
            using ComputeBuffer direction = side.Backend.Allocate(problem.Direction);
            side.Backend.FisherVectorProduct(side.Workspace, side.Parameters, direction, Damping, side.Result);
            return Side.Read(side.Result);
        });

    private Agreement CompareTerms()
    {
        float[] candidate = problem.Candidate(CandidateStep);
        Comparison comparison = new("terms of a candidate");
        comparison.Add(
            Read(reference), Read(engine), RoundedTerms.Of(problem, problem.Parameters, candidate));
        return comparison.Result;

        SurrogateTerms Read(Side side)
        {
            using ComputeBuffer parameters = side.Allocate(candidate);
            return side.Backend.ReadSurrogate(side.Workspace, parameters);
        }
    }
}
