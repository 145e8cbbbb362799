using System;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>
/// Every operation over a batch, on every shape that hurts, within bounds that are computed beside the
/// values.
/// </summary>
public abstract class AgreementTests
{
    private const float Damping = 0.1f;

    /// <summary>The engine that is compared with the bounds.</summary>
    protected abstract ComputeBackend CreateBackend();

    protected void CheckForward(string name)
    {
        ShapeCase shapeCase = ShapeCases.Find(name);
        SampleProblem problem = shapeCase.CreateProblem();
        using ComputeBackend backend = CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer outputs = backend.Allocate(problem.Rows * problem.Shape.Head.Size.Parameters);

        backend.Forward(
            workspace, backend.Allocate(problem.Parameters), backend.Allocate(problem.Observations),
            problem.Rows, outputs);

        Tolerance.AssertWithin(
            new RoundedNetwork(problem.Shape, problem.Parameters).Forward(problem.Observations, problem.Rows),
            outputs.ReadArray(), "output");
    }

    protected void CheckModes(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        int columns = problem.Shape.Head.Size.Actions;
        Rounded[] distributions = new RoundedNetwork(problem.Shape, problem.Parameters).Forward(
            problem.Observations, problem.Rows);
        using ComputeBackend backend = CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer actions = backend.Allocate(problem.Rows * columns);

        backend.Mode(
            workspace, backend.Allocate(problem.Parameters), backend.Allocate(problem.Observations),
            problem.Rows, actions);

        // No sampled action is more likely than the mode, beyond what float32 can tell.
        float[] modes = actions.ReadArray();
        for (int b = 0; b < problem.Rows; b++)
        {
            ReadOnlySpan<Rounded> row = distributions.AsSpan(
                b * problem.Shape.Head.Size.Parameters, problem.Shape.Head.Size.Parameters);
            Rounded mode = RoundedHead.LogProbability(
                problem.Shape.Head, row, modes.AsSpan(b * columns, columns));
            Rounded sampled = RoundedHead.LogProbability(
                problem.Shape.Head, row, problem.Actions.AsSpan(b * columns, columns));
            Assert.True(
                sampled.Value <= mode.Value + mode.Allowed + sampled.Allowed,
                $"row {b}: the mode has log-probability {mode.Value:R}, a sampled action {sampled.Value:R}");
        }
    }

    protected void CheckGradientsAndFisherProducts(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        RoundedNetwork network = new(problem.Shape, problem.Parameters);
        using ComputeBackend backend = CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer parameters = backend.Allocate(problem.Parameters);
        using ComputeBuffer direction = backend.Allocate(problem.Direction);
        using ComputeBuffer result = backend.Allocate(problem.Shape.ParameterCount);
        backend.Load(workspace, problem.ToBatch(backend));

        backend.SurrogateGradient(workspace, parameters, result);
        Tolerance.AssertWithin(network.SurrogateGradient(problem), result.ReadArray(), "surrogate gradient");

        backend.LikelihoodGradient(workspace, parameters, result);
        Tolerance.AssertWithin(
            network.LikelihoodGradient(problem), result.ReadArray(), "likelihood gradient");

        foreach (int rowStride in (int[])[1, 3])
        {
            backend.PrepareFisher(workspace, parameters, rowStride);
            backend.FisherVectorProduct(workspace, parameters, direction, Damping, result);
            Tolerance.AssertWithin(
                network.FisherVectorProduct(problem, problem.Direction, Damping, rowStride),
                result.ReadArray(),
                $"Fisher product of one row in {rowStride}");
        }
    }

    protected void CheckProximalGradientsAndEmpiricalFisherProducts(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        ProximalTerms terms = new(ClipRange: 0.2f, KlPenalty: 0.75f, EntropyBonus: 0.1f);
        float[] candidate = problem.Candidate(0.02f);
        RoundedNetwork network = new(problem.Shape, candidate);
        Rounded[] old = new RoundedNetwork(problem.Shape, problem.Parameters).Forward(
            problem.Observations, problem.Rows);
        using ComputeBackend backend = CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer parameters = backend.Allocate(problem.Parameters);
        using ComputeBuffer candidates = backend.Allocate(candidate);
        using ComputeBuffer direction = backend.Allocate(problem.Direction);
        using ComputeBuffer result = backend.Allocate(problem.Shape.ParameterCount);
        backend.Load(workspace, problem.ToBatch(backend));
        backend.KeepOldDistribution(workspace, parameters);

        backend.ProximalGradient(workspace, candidates, terms, result);
        Tolerance.AssertWithin(
            network.ProximalGradient(problem, old, terms), result.ReadArray(), "proximal gradient");

        foreach (int rowStride in (int[])[1, 3])
        {
            backend.PrepareFisher(workspace, candidates, rowStride, FisherKind.Empirical);
            backend.FisherVectorProduct(workspace, candidates, direction, Damping, result);
            Tolerance.AssertWithin(
                network.FisherVectorProduct(
                    problem, problem.Direction, Damping, rowStride, FisherKind.Empirical),
                result.ReadArray(),
                $"empirical Fisher product of one row in {rowStride}");
        }

        // The old distribution is still the one that was kept, and keeping another leaves the gradient's alone.
        SurrogateTerms kept = backend.ReadSurrogate(workspace, candidates);
        backend.KeepOldDistribution(workspace, candidates);
        Assert.Equal(0, backend.ReadSurrogate(workspace, candidates).MeanKlOldToNew);
        float[] product = result.ReadArray();
        backend.FisherVectorProduct(workspace, candidates, direction, Damping, result);
        Assert.Equal(product, result.ReadArray());

        // Without terms it is the surrogate's gradient, to the bit, at the same old distribution.
        backend.ProximalGradient(workspace, candidates, new ProximalTerms(), result);
        float[] plain = result.ReadArray();
        backend.SurrogateGradient(workspace, candidates, result);
        Assert.Equal(plain, result.ReadArray());
        backend.SurrogateGradient(workspace, parameters, result);
        Assert.Equal(kept, backend.ReadSurrogate(workspace, candidates));
    }

    protected void CheckTerms(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        float[] candidate = problem.Candidate(0.02f);
        RoundedTerms expected = RoundedTerms.Of(problem, problem.Parameters, candidate);
        using ComputeBackend backend = CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer parameters = backend.Allocate(problem.Parameters);
        using ComputeBuffer candidates = backend.Allocate(candidate);
        using ComputeBuffer gradient = backend.Allocate(problem.Shape.ParameterCount);
        backend.Load(workspace, problem.ToBatch(backend));
        backend.SurrogateGradient(workspace, parameters, gradient);

        SurrogateTerms terms = backend.ReadSurrogate(workspace, candidates);

        Tolerance.AssertWithin(expected.SurrogateLoss, terms.SurrogateLoss, "surrogate loss");
        Tolerance.AssertWithin(expected.MeanKlOldToNew, terms.MeanKlOldToNew, "KL");
        Tolerance.AssertWithin(expected.Entropy, terms.Entropy, "entropy");
        Tolerance.AssertWithin(expected.LargestLogRatio, terms.LargestLogRatio, "largest log-ratio");
        Tolerance.AssertWithin(
            expected.NegativeLogLikelihood, backend.ReadNegativeLogLikelihood(workspace, candidates),
            "likelihood");

        // The candidate has left alone what the gradient kept, and that is what a pass through the network gives.
        Assert.Equal(
            backend.ReadSurrogate(workspace, parameters), backend.ReadSurrogateAtGradient(workspace, parameters));
        Assert.Equal(
            backend.ReadNegativeLogLikelihood(workspace, parameters),
            backend.ReadNegativeLogLikelihoodAtGradient(workspace, parameters));
        backend.LikelihoodGradient(workspace, candidates, gradient);
        Assert.Equal(
            backend.ReadNegativeLogLikelihood(workspace, candidates),
            backend.ReadNegativeLogLikelihoodAtGradient(workspace, candidates));
    }
}
