using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Models;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// What an update starts from: a policy as training starts with it, random observations, actions that it drew there,
/// and random advantages.
/// </summary>
internal sealed class PolicySamples : IDisposable
{
    private readonly Stack<ComputeBuffer> owned = [];

    /// <summary>Draws the samples; equal ones for equal shapes and rows.</summary>
    /// <param name="backend">Where they are.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    /// <exception cref="OutOfMemoryException">The batch does not fit.</exception>
    public PolicySamples(ComputeBackend backend, NetworkShape shape, int rows)
    {
        Parameters = Own(backend.Allocate(NetworkInitialization.Policy().Create(shape, seed: 1)));
        Batch = new SampleBatch(
            rows,
            Own(backend.Allocate(RandomSamples.Normals(rows * shape.Mlp.Inputs, seed: 2))),
            Own(backend.Allocate(rows * shape.Head.Size.Actions)),
            Own(backend.Allocate(RandomSamples.Normals(rows, seed: 3))),
            Own(backend.Allocate(rows)));
        using NetworkWorkspace workspace = backend.CreateWorkspace(shape, rows);
        backend.Sample(
            workspace, Parameters, Batch.Observations, rows, new NoiseKey(4, 0), Batch.Actions,
            Batch.LogProbabilities!);
    }

    /// <summary>[P] of the policy; not to be written to.</summary>
    public ComputeBuffer Parameters { get; }

    /// <summary>The samples.</summary>
    public SampleBatch Batch { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (owned.TryPop(out ComputeBuffer? buffer))
        {
            buffer.Dispose();
        }
    }

    private ComputeBuffer Own(ComputeBuffer buffer)
    {
        owned.Push(buffer);
        return buffer;
    }
}
