using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>All that one engine makes of a case.</summary>
internal sealed class NetworkNumbers
{
    // The actions' noise: any key, the same for all engines.
    private static readonly NoiseKey Noise = new(5, 11);

    /// <summary>Computes every operation once.</summary>
    /// <param name="engine">Which computes.</param>
    /// <param name="bounded">The case.</param>
    /// <param name="allocate">How parameters get into its memory.</param>
    internal NetworkNumbers(ComputeBackend engine, BoundedCase bounded, Func<float[], ComputeBuffer> allocate)
    {
        SampleProblem problem = bounded.Problem;
        HeadShape head = problem.Shape.Head;
        int rows = problem.Rows;
        using NetworkWorkspace workspace = engine.CreateWorkspace(problem.Shape, rows);
        using ComputeBuffer parameters = allocate(problem.Parameters);
        using ComputeBuffer candidate = allocate(bounded.Candidate);
        using ComputeBuffer direction = engine.Allocate(problem.Direction);
        using ComputeBuffer result = engine.Allocate(problem.Shape.ParameterCount);
        using ComputeBuffer outputs = engine.Allocate(rows * head.Size.Parameters);
        using ComputeBuffer actions = engine.Allocate(rows * head.Size.Actions);
        using ComputeBuffer logProbabilities = engine.Allocate(rows);
        SampleBatch batch = problem.ToBatch(engine);
        engine.Forward(workspace, parameters, batch.Observations, rows, outputs);
        Outputs = outputs.ReadArray();
        engine.Sample(workspace, parameters, batch.Observations, rows, Noise, actions, logProbabilities);
        Actions = actions.ReadArray();
        LogProbabilities = logProbabilities.ReadArray();
        engine.Mode(workspace, parameters, batch.Observations, rows, actions);
        Modes = actions.ReadArray();

        engine.Load(workspace, batch);
        engine.LikelihoodGradient(workspace, parameters, result);
        LikelihoodGradient = result.ReadArray();
        engine.SurrogateGradient(workspace, parameters, result);
        SurrogateGradient = result.ReadArray();
        FisherProduct = Product(1, FisherKind.GaussNewton);
        SparseFisherProduct = Product(BoundedCase.Stride, FisherKind.GaussNewton);
        EmpiricalFisherProduct = Product(BoundedCase.Stride, FisherKind.Empirical);
        Terms = engine.ReadSurrogate(workspace, candidate);
        NegativeLogLikelihood = engine.ReadNegativeLogLikelihood(workspace, candidate);
        engine.KeepOldDistribution(workspace, parameters);
        engine.ProximalGradient(workspace, candidate, BoundedCase.Proximal, result);
        ProximalGradient = result.ReadArray();
        Free(batch);

        float[] Product(int stride, FisherKind kind)
        {
            engine.PrepareFisher(workspace, parameters, stride, kind);
            engine.FisherVectorProduct(workspace, parameters, direction, BoundedCase.Damping, result);
            return result.ReadArray();
        }
    }

    /// <summary>[B,A].</summary>
    internal float[] Outputs { get; }

    /// <summary>[B,columns] drawn.</summary>
    internal float[] Actions { get; }

    /// <summary>[B] of those drawn.</summary>
    internal float[] LogProbabilities { get; }

    /// <summary>[B,columns] the most likely.</summary>
    internal float[] Modes { get; }

    /// <summary>[P].</summary>
    internal float[] SurrogateGradient { get; }

    /// <summary>[P].</summary>
    internal float[] LikelihoodGradient { get; }

    /// <summary>[P].</summary>
    internal float[] FisherProduct { get; }

    /// <summary>[P].</summary>
    internal float[] SparseFisherProduct { get; }

    /// <summary>[P].</summary>
    internal float[] EmpiricalFisherProduct { get; }

    /// <summary>[P] at the candidate.</summary>
    internal float[] ProximalGradient { get; }

    /// <summary>Of the candidate.</summary>
    internal SurrogateTerms Terms { get; }

    /// <summary>Of the candidate.</summary>
    internal double NegativeLogLikelihood { get; }

    /// <summary>Frees a batch.</summary>
    internal static void Free(in SampleBatch batch)
    {
        batch.Observations.Dispose();
        batch.Actions.Dispose();
        batch.Advantages?.Dispose();
        batch.LogProbabilities?.Dispose();
    }

    /// <summary>Whether every number has the bits of another's.</summary>
    internal bool Equals(NetworkNumbers other) =>
        Same(Outputs, other.Outputs) && Same(Actions, other.Actions) &&
        Same(LogProbabilities, other.LogProbabilities) && Same(Modes, other.Modes) &&
        Same(SurrogateGradient, other.SurrogateGradient) && Same(LikelihoodGradient, other.LikelihoodGradient) &&
        Same(FisherProduct, other.FisherProduct) && Same(SparseFisherProduct, other.SparseFisherProduct) &&
        Same(EmpiricalFisherProduct, other.EmpiricalFisherProduct) &&
        Same(ProximalGradient, other.ProximalGradient) &&
        Terms.Equals(other.Terms) && NegativeLogLikelihood.Equals(other.NegativeLogLikelihood);

    private static bool Same(float[] left, float[] right) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(left.AsSpan())
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(right.AsSpan()));
}
