using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// What a first-order method spends on a batch: passes over all of it, in each the gradient of the surrogate loss and a
/// step of Adam. It is PPO's update without the clip, which costs nothing beside the rest, and without minibatches:
/// a yardstick of time, not a way to train.
/// </summary>
internal sealed class FirstOrderEpochs : IDisposable
{
    /// <summary>Passes over the batch: PPO's usual number.</summary>
    public const int Count = 10;

    private readonly ComputeBackend backend;
    private readonly NetworkWorkspace workspace;
    private readonly ComputeBuffer zeros;

    /// <summary>Allocates for batches of at most <paramref name="capacity"/> rows.</summary>
    public FirstOrderEpochs(ComputeBackend backend, NetworkShape shape, int capacity)
    {
        this.backend = backend;
        workspace = backend.CreateWorkspace(shape, capacity);
        workspace.ExpectedRowStride = NetworkWorkspace.NoFisher;
        Parameters = backend.Allocate(shape.ParameterCount);
        Gradient = backend.Allocate(shape.ParameterCount);
        FirstMoment = backend.Allocate(shape.ParameterCount);
        SecondMoment = backend.Allocate(shape.ParameterCount);
        zeros = backend.Allocate(new float[shape.ParameterCount]);
    }

    /// <summary>Adam as PPO's implementations set it.</summary>
    public static AdamOptions Adam { get; } = new(3e-4f);

    /// <summary>[P] after the epochs so far.</summary>
    public ComputeBuffer Parameters { get; }

    /// <summary>[P] of the last epoch, at the parameters before its step.</summary>
    public ComputeBuffer Gradient { get; }

    /// <summary>[P] Adam's mean of gradients.</summary>
    public ComputeBuffer FirstMoment { get; }

    /// <summary>[P] Adam's mean of squared gradients.</summary>
    public ComputeBuffer SecondMoment { get; }

    /// <summary>Runs all epochs from the same start every time, so that every run does the same work.</summary>
    /// <param name="start">[P] those that sampled the batch; read.</param>
    /// <param name="batch">Samples with advantages and recorded log-probabilities.</param>
    public void Run(ComputeBuffer start, in SampleBatch batch)
    {
        Begin(start, batch);
        for (int epoch = 1; epoch <= Count; epoch++)
        {
            Continue(epoch);
        }
    }

    /// <summary>Takes over parameters and a batch, and forgets the moments.</summary>
    public void Begin(ComputeBuffer start, in SampleBatch batch)
    {
        backend.Copy(start, Parameters, Parameters.Length);
        backend.Copy(zeros, FirstMoment, zeros.Length);
        backend.Copy(zeros, SecondMoment, zeros.Length);
        backend.Load(workspace, batch);
    }

    /// <summary>One gradient and one step.</summary>
    /// <param name="epoch">Counted from 1.</param>
    public void Continue(int epoch)
    {
        backend.SurrogateGradient(workspace, Parameters, Gradient);
        backend.AdamStep(Parameters, Gradient, FirstMoment, SecondMoment, epoch, Adam);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        Parameters.Dispose();
        Gradient.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
        zeros.Dispose();
    }
}
