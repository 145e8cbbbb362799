using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>A problem in a CPU backend, loaded, with the buffers of an update.</summary>
internal sealed class CpuFixture : IDisposable
{
    public CpuFixture(SampleProblem problem, int threads = 2, LaneWidth? width = null, int capacity = 0)
    {
        Problem = problem;
        Backend = new CpuBackend(threads, width ?? LaneWidths.Widest);
        Workspace = (CpuWorkspace)Backend.CreateWorkspace(problem.Shape, Math.Max(capacity, problem.Rows));
        Parameters = Backend.Allocate(problem.Parameters);
        Direction = Backend.Allocate(problem.Direction);
        Result = Backend.Allocate(problem.Shape.ParameterCount);
        Batch = problem.ToBatch(Backend);
        Backend.Load(Workspace, Batch);
    }

    public SampleProblem Problem { get; }

    public CpuBackend Backend { get; }

    public CpuWorkspace Workspace { get; }

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

    /// <summary>F v + damping v, after a gradient.</summary>
    public float[] FisherProduct(float[] v, float damping = 0, int rowStride = 1)
    {
        Direction.Write(v);
        Backend.PrepareFisher(Workspace, Parameters, rowStride);
        Backend.FisherVectorProduct(Workspace, Parameters, Direction, damping, Result);
        return Result.ReadArray();
    }

    public SurrogateTerms Terms(float[] candidate)
    {
        using ComputeBuffer parameters = Backend.Allocate(candidate);
        return Backend.ReadSurrogate(Workspace, parameters);
    }

    /// <summary>Every number that an update produces, for comparisons to the bit.</summary>
    public List<double> Everything()
    {
        List<double> numbers = [];
        Add(Forward());
        Add(LikelihoodGradient());
        Add(SurrogateGradient());
        Add(FisherProduct(Problem.Direction, 0.1f));
        Add(FisherProduct(Problem.Direction, 0.1f, rowStride: 3));
        SurrogateTerms terms = Terms(Problem.Candidate(0.02f));
        numbers.AddRange([terms.SurrogateLoss, terms.MeanKlOldToNew, terms.Entropy, terms.LargestLogRatio]);
        numbers.Add(Backend.ReadNegativeLogLikelihood(Workspace, Parameters));
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
        Workspace.Dispose();
        Backend.Dispose();
    }
}
