using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Every number of an update's operations, from one workspace.</summary>
internal sealed class EveryNumber
{
    /// <summary>Computes them.</summary>
    internal EveryNumber(ComputeBackend engine, ShapeCase shapeCase)
    {
        SampleProblem problem = shapeCase.CreateProblem();
        long before = Taken(engine);
        using NetworkWorkspace workspace = engine.CreateWorkspace(problem.Shape, problem.Rows);
        using ComputeBuffer parameters = engine.Allocate(problem.Parameters);
        using ComputeBuffer candidate = engine.Allocate(problem.Candidate(0.02f));
        using ComputeBuffer direction = engine.Allocate(problem.Direction);
        using ComputeBuffer result = engine.Allocate(problem.Shape.ParameterCount);
        using ComputeBuffer outputs = engine.Allocate(problem.Rows * problem.Shape.Head.Size.Parameters);
        SampleBatch batch = problem.ToBatch(engine);
        engine.Load(workspace, batch);
        MemoryTaken = Taken(engine) - before;
        IsWhole = (workspace as GpuWorkspace)?.IsWhole ?? true;
        List<double> numbers = [];
        engine.Forward(workspace, parameters, batch.Observations, problem.Rows, outputs);
        Add(outputs);
        engine.LikelihoodGradient(workspace, parameters, result);
        Add(result);
        engine.SurrogateGradient(workspace, parameters, result);
        Add(result);
        foreach (int stride in (int[])[1, BoundedCase.Stride])
        {
            engine.PrepareFisher(workspace, parameters, stride);
            engine.FisherVectorProduct(workspace, parameters, direction, BoundedCase.Damping, result);
            Add(result);
        }

        SurrogateTerms terms = engine.ReadSurrogate(workspace, candidate);
        numbers.AddRange([terms.SurrogateLoss, terms.MeanKlOldToNew, terms.Entropy, terms.LargestLogRatio]);
        numbers.Add(engine.ReadNegativeLogLikelihood(workspace, candidate));
        Numbers = numbers;
        NetworkNumbers.Free(batch);

        void Add(ComputeBuffer buffer)
        {
            foreach (float value in buffer.ReadArray())
            {
                numbers.Add(value);
            }
        }
    }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<double> Numbers { get; }

    /// <summary>Bytes of device memory that they took.</summary>
    internal long MemoryTaken { get; }

    /// <summary>Whether the batch was kept as a whole.</summary>
    internal bool IsWhole { get; }

    private static long Taken(ComputeBackend engine) => (engine as GpuBackend)?.Memory.Taken ?? 0;
}
