using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>A backend with a problem in its memory: one of the two that are compared.</summary>
internal sealed class Side : IDisposable
{
    private readonly Func<float[], float[]>? distort;

    /// <summary>Loads a problem.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="problem">Network and batch.</param>
    /// <param name="distort">What to make of parameters before the backend gets them; nothing if null.</param>
    public Side(ComputeBackend backend, SampleProblem problem, Func<float[], float[]>? distort = null)
    {
        this.distort = distort;
        Backend = backend;
        Problem = problem;
        Workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        Parameters = Allocate(problem.Parameters);
        Batch = problem.ToBatch(backend);
        Result = backend.Allocate(problem.Shape.ParameterCount);
        backend.Load(Workspace, Batch);
    }

    public ComputeBackend Backend { get; }

    public SampleProblem Problem { get; }

    /// <summary>With the batch loaded.</summary>
    public NetworkWorkspace Workspace { get; }

    /// <summary>[P].</summary>
    public ComputeBuffer Parameters { get; }

    public SampleBatch Batch { get; }

    /// <summary>[P] where results go.</summary>
    public ComputeBuffer Result { get; }

    /// <summary>Parameters in the backend's memory.</summary>
    public ComputeBuffer Allocate(float[] parameters) =>
        Backend.Allocate(distort is null ? parameters : distort(parameters));

    /// <summary>Makes the Fisher matrix at the parameters ready.</summary>
    public void PrepareFisher(int rowStride)
    {
        Backend.SurrogateGradient(Workspace, Parameters, Result);
        Backend.PrepareFisher(Workspace, Parameters, rowStride);
    }

    /// <summary>Numbers of a buffer: those of the reference without rounding them.</summary>
    public static double[] Read(ComputeBuffer buffer) => buffer is ReferenceBuffer reference
        ? [.. reference.Values]
        : Array.ConvertAll(buffer.ReadArray(), value => (double)value);

    public void Dispose()
    {
        Workspace.Dispose();
        Parameters.Dispose();
        Batch.Observations.Dispose();
        Batch.Actions.Dispose();
        Batch.Advantages?.Dispose();
        Batch.LogProbabilities?.Dispose();
        Result.Dispose();
    }
}
