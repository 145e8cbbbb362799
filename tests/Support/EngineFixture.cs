using System;
using System.Collections.Generic;
using TrpoGpu.Backends;

namespace TrpoGpu.Tests.Support;

/// <summary>A problem in a backend, loaded, with the buffers of an update.</summary>
internal class EngineFixture : IDisposable
{
    private KroneckerWorkspace? kronecker;

    /// <param name="problem">What is loaded.</param>
    /// <param name="backend">Disposed with the fixture.</param>
    /// <param name="capacity">Of the workspace; the problem's rows if fewer.</param>
    public EngineFixture(SampleProblem problem, ComputeBackend backend, int capacity = 0)
    {
        Problem = problem;
        Backend = backend;
        Workspace = backend.CreateWorkspace(problem.Shape, Math.Max(capacity, problem.Rows));
        Parameters = Backend.Allocate(problem.Parameters);
        Direction = Backend.Allocate(problem.Direction);
        Result = Backend.Allocate(problem.Shape.ParameterCount);
        Batch = problem.ToBatch(Backend);
        Backend.Load(Workspace, Batch);
    }

    public SampleProblem Problem { get; }

    public ComputeBackend Backend { get; }

    public NetworkWorkspace Workspace { get; }

    public ComputeBuffer Parameters { get; }

    public ComputeBuffer Direction { get; }

    public ComputeBuffer Result { get; }

    public SampleBatch Batch { get; }

    public float[] Forward()
    {
        using ComputeBuffer outputs = Backend.Allocate(Problem.Rows * Problem.Shape.Head.Size.Parameters);
        Backend.Forward(Workspace, Parameters, Batch.Observations, Problem.Rows, outputs);
        return outputs.ReadArray();
    }

    public float[] SurrogateGradient()
    {
        Backend.SurrogateGradient(Workspace, Parameters, Result);
        return Result.ReadArray();
    }

    public float[] LikelihoodGradient()
    {
        Backend.LikelihoodGradient(Workspace, Parameters, Result);
        return Result.ReadArray();
    }

    /// <summary>The gradient with all terms, KL being measured from older parameters.</summary>
    public float[] ProximalGradient(float[] old, ProximalTerms terms)
    {
        using ComputeBuffer parameters = Backend.Allocate(old);
        Backend.KeepOldDistribution(Workspace, parameters);
        Backend.ProximalGradient(Workspace, Parameters, terms, Result);
        return Result.ReadArray();
    }

    /// <summary>F v + damping v, after a gradient.</summary>
    public float[] FisherProduct(
        float[] v, float damping = 0, int rowStride = 1, FisherKind kind = FisherKind.GaussNewton)
    {
        Direction.Write(v);
        Backend.PrepareFisher(Workspace, Parameters, rowStride, kind);
        Backend.FisherVectorProduct(Workspace, Parameters, Direction, damping, Result);
        return Result.ReadArray();
    }

    /// <summary>The factors of the Fisher matrix, after a gradient.</summary>
    public double[] KroneckerFactors(int rowStride = 1)
    {
        kronecker ??= Backend.CreateKroneckerWorkspace(Workspace);
        double[] factors = new double[kronecker.Layout.Length];
        Backend.PrepareFisher(Workspace, Parameters, rowStride);
        Backend.ReadKroneckerFactors(kronecker, Parameters, factors);
        return factors;
    }

    /// <summary>Left x Right' in every layer.</summary>
    public float[] KroneckerProduct(double[] matrices, float[] x)
    {
        using KroneckerMatrices product = Backend.CreateKroneckerMatrices(Problem.Shape);
        product.Write(matrices);
        Direction.Write(x);
        Backend.ApplyKroneckerProduct(product, Direction, Result);
        return Result.ReadArray();
    }

    public SurrogateTerms Terms(float[] candidate)
    {
        using ComputeBuffer parameters = Backend.Allocate(candidate);
        return Backend.ReadSurrogate(Workspace, parameters);
    }

    /// <summary>Every number that an update produces, for comparisons to the bit.</summary>
    /// <param name="withKronecker">Whether Kronecker factors are among them: they take memory of their own.</param>
    public List<double> Everything(bool withKronecker = true)
    {
        List<double> numbers = [];
        Add(Forward());
        Add(LikelihoodGradient());
        Add(SurrogateGradient());
        Add(FisherProduct(Problem.Direction, 0.1f));
        Add(FisherProduct(Problem.Direction, 0.1f, rowStride: 3));
        if (withKronecker)
        {
            numbers.AddRange(KroneckerFactors(rowStride: 3));
            double[] factors = KroneckerFactors();
            numbers.AddRange(factors);
            Add(KroneckerProduct(factors, Problem.Direction));
        }

        SurrogateTerms terms = Terms(Problem.Candidate(0.02f));
        numbers.AddRange([terms.SurrogateLoss, terms.MeanKlOldToNew, terms.Entropy, terms.LargestLogRatio]);
        numbers.Add(Backend.ReadNegativeLogLikelihood(Workspace, Parameters));
        Add(ProximalGradient(
            Problem.Candidate(0.02f), new ProximalTerms(ClipRange: 0.2f, KlPenalty: 0.75f, EntropyBonus: 0.1f)));
        Add(FisherProduct(Problem.Direction, 0.1f, rowStride: 1, FisherKind.Empirical));
        Add(FisherProduct(Problem.Direction, 0.1f, rowStride: 3, FisherKind.Empirical));
        return numbers;

        void Add(float[] values)
        {
            foreach (float value in values)
            {
                numbers.Add(value);
            }
        }
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Direction.Dispose();
        Result.Dispose();
        kronecker?.Dispose();
        Workspace.Dispose();
        Backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
