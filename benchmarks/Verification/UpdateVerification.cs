using System;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>
/// A whole policy update: both decide alike, and where the engine ended, the reference finds the loss, the KL and the
/// entropy that the engine reported, inside the trust region and lower.
/// </summary>
internal sealed class UpdateVerification(Side engine, Side reference, int fisherRowStride)
{
    // No tolerance: whether a residual is just below or above one is a matter of rounding.
    private readonly TrustRegionOptions options = TrustRegionOptions.Default with
    {
        Direction = NaturalDirectionOptions.Default with
        {
            MaxIterations = NetworkOperations.ConjugateGradientIterations,
            ResidualTolerance = 0,
            FisherRowStride = fisherRowStride,
        },
    };

    private readonly SampleProblem problem = reference.Problem;
    private readonly Comparison comparison = new(
        fisherRowStride == 1 ? "whole update" : $"whole update, Fisher matrix of one row in {fisherRowStride}");

    /// <summary>Verifies one update.</summary>
    public Agreement Verify()
    {
        (UpdateReport expected, _) = Update(reference);
        (UpdateReport actual, float[] updated) = Update(engine);
        comparison.AddExact("outcome", expected.Outcome, actual.Outcome);
        comparison.AddExact("rejected trials", expected.Backtracks, actual.Backtracks);
        comparison.AddExact("iterations of the solve", expected.Solve?.Iterations ?? 0, actual.Solve?.Iterations ?? 0);
        comparison.Add(
            expected.Start, actual.Start, RoundedTerms.Of(problem, problem.Parameters, problem.Parameters));

        RoundedTerms bounds = RoundedTerms.Of(problem, problem.Parameters, updated);
        SurrogateTerms measured = Measure(updated);
        comparison.Add(measured, actual.End, bounds);
        double excess = Math.Max(0, measured.MeanKlOldToNew - options.LineSearch.MaxKl);
        comparison.Add("KL beyond the trust region", 0, excess, bounds.MeanKlOldToNew.Allowed);
        double worsening = Math.Max(0, measured.SurrogateLoss - expected.Start.SurrogateLoss);
        comparison.Add("rise of the loss", 0, worsening, bounds.SurrogateLoss.Allowed);
        return comparison.Result;
    }

    private (UpdateReport Report, float[] Parameters) Update(Side side)
    {
        int length = side.Problem.Shape.ParameterCount;
        using TrustRegionUpdate update = new(side.Backend, side.Problem.Shape, side.Problem.Rows, options);
        using ComputeBuffer parameters = side.Backend.Allocate(length);
        side.Backend.Copy(side.Parameters, parameters, length);
        return (update.Apply(parameters, side.Batch), parameters.ReadArray());
    }

    private SurrogateTerms Measure(float[] updated)
    {
        reference.Backend.SurrogateGradient(reference.Workspace, reference.Parameters, reference.Result);
        using ComputeBuffer parameters = reference.Backend.Allocate(updated);
        return reference.Backend.ReadSurrogate(reference.Workspace, parameters);
    }
}
