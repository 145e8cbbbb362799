using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>Copies of a built-in environment on the CPU engine with a random policy and value function.</summary>
internal sealed class RolloutScene : IDisposable
{
    public const ulong Seed = 17;

    public RolloutScene(string id, int count, LaneWidth? width = null, int threads = 2, float[]? policy = null)
    {
        Backend = new CpuBackend(threads, width ?? LaneWidths.Widest);
        Source = new BuiltInSource(Backend, id, count, Seed);
        HeadShape head = HeadShape.For(Spec.Actions);
        int[] hidden = policy is null ? [17, 8] : [];
        NetworkShape policyShape = new(
            new MlpShape([Spec.ObservationSize, .. hidden, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        NetworkShape valueShape = new(
            new MlpShape([Spec.ObservationSize, 5, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        Policy = new Network(Backend, policyShape, policy ?? SampleProblem.Create(policyShape, 1, seed: 1).Parameters);
        Value = new Network(Backend, valueShape, SampleProblem.Create(valueShape, 1, seed: 2).Parameters);
        Shift = [.. Enumerable.Range(0, Spec.ObservationSize).Select(i => 0.125f * i)];
        Scale = [.. Enumerable.Range(0, Spec.ObservationSize).Select(i => 1.5f + i)];
        Normalization = Backend.Allocate([.. Shift, .. Scale]);
    }

    /// <summary>
    /// Parameters of a policy without hidden layers that balances the pole: it pushes to where the pole leans and
    /// falls; the bias makes up for the shift of the observations.
    /// </summary>
    public static float[] Balancing => [0f, 1f, 0f, 1f, 0f, 40f, 0f, 15f, 0f, 60.625f];

    public CpuBackend Backend { get; }

    public BuiltInSource Source { get; }

    public EnvironmentSpec Spec => Source.Spec;

    public Network Policy { get; }

    public Network Value { get; }

    public float[] Shift { get; }

    public float[] Scale { get; }

    public ComputeBuffer Normalization { get; }

    public TrajectoryBuffers Run(int steps, RolloutOptions? options = null, TrajectorySource? source = null)
    {
        source ??= Source;
        TrajectoryBuffers trajectories = new(
            Backend, steps, source.Count, Spec.ObservationSize, Spec.Actions.Columns);
        source.Collect(Policy, Value, Normalization, options ?? new RolloutOptions(), trajectories);
        return trajectories;
    }

    /// <summary>Observations as the networks see them.</summary>
    public float[] Normalize(ReadOnlySpan<float> observations)
    {
        float[] normalized = new float[observations.Length];
        for (int k = 0; k < normalized.Length; k++)
        {
            int i = k % Spec.ObservationSize;
            float scaled = (observations[k] - Shift[i]) * Scale[i];
            normalized[k] = Math.Clamp(
                scaled, -RolloutOptions.DefaultObservationClip, RolloutOptions.DefaultObservationClip);
        }

        return normalized;
    }

    /// <summary>Values of normalised observations.</summary>
    public float[] ValuesOf(float[] normalized)
    {
        int rows = normalized.Length / Spec.ObservationSize;
        using NetworkWorkspace workspace = Backend.CreateWorkspace(Value.Shape, rows);
        using ComputeBuffer observations = Backend.Allocate(normalized);
        using ComputeBuffer values = Backend.Allocate(rows);
        Backend.Forward(workspace, Value.Parameters, observations, rows, values);
        return values.ReadArray();
    }

    public void Dispose()
    {
        Source.Dispose();
        Policy.Dispose();
        Value.Dispose();
        Backend.Dispose();
    }
}
