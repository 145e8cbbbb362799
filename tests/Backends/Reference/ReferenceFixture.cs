using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>A problem in a reference backend, with its numbers as doubles.</summary>
internal sealed class ReferenceFixture
{
    public ReferenceFixture(SampleProblem problem)
    {
        Workspace = Backend.CreateWorkspace(problem.Shape, problem.Rows);
        Parameters = Backend.Allocate(problem.Parameters);
        Direction = Backend.Allocate(problem.Direction);
        Gradient = Backend.Allocate(problem.Shape.ParameterCount);
        Product = Backend.Allocate(problem.Shape.ParameterCount);
        Backend.Load(Workspace, problem.ToBatch(Backend));
    }

    public ReferenceBackend Backend { get; } = new();

    public NetworkWorkspace Workspace { get; }

    public ComputeBuffer Parameters { get; }

    public ComputeBuffer Direction { get; }

    public ComputeBuffer Gradient { get; }

    public ComputeBuffer Product { get; }

    /// <summary>The doubles of a reference buffer: what is written to them is in the buffer.</summary>
    public static double[] Doubles(ComputeBuffer buffer) => ((ReferenceBuffer)buffer).Values;

    public static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    public double[] SurrogateGradient()
    {
        Backend.SurrogateGradient(Workspace, Parameters, Gradient);
        return Doubles(Gradient);
    }

    public double[] LikelihoodGradient()
    {
        Backend.LikelihoodGradient(Workspace, Parameters, Gradient);
        return Doubles(Gradient);
    }

    /// <summary>The gradient at these parameters, KL being measured from others.</summary>
    public double[] ProximalGradient(ComputeBuffer old, ProximalTerms terms)
    {
        Backend.KeepOldDistribution(Workspace, old);
        Backend.ProximalGradient(Workspace, Parameters, terms, Gradient);
        return Doubles(Gradient);
    }

    /// <summary>F v + damping v, a new array.</summary>
    public double[] FisherProduct(
        double[] v, float damping = 0, int rowStride = 1, FisherKind kind = FisherKind.GaussNewton)
    {
        v.CopyTo(Doubles(Direction), 0);
        Backend.PrepareFisher(Workspace, Parameters, rowStride, kind);
        Backend.FisherVectorProduct(Workspace, Parameters, Direction, damping, Product);
        return [.. Doubles(Product)];
    }
}
