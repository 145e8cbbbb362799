using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>
/// Copies of a built-in environment with a random policy and value function, rolled out by the reference.
/// </summary>
internal sealed class ReferenceRollout
{
    public const ulong Seed = 17;

    public ReferenceRollout(string id, int count)
    {
        Environments = Backend.CreateEnvironments(id, count, Seed);
        EnvironmentSpec spec = Environments.Spec;
        HeadShape head = HeadShape.For(spec.Actions);
        Policy = new NetworkShape(
            new MlpShape([spec.ObservationSize, 5, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        Value = new NetworkShape(
            new MlpShape([spec.ObservationSize, 3, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        PolicyParameters = Backend.Allocate(SampleProblem.Create(Policy, rows: 1, seed: 1).Parameters);
        ValueParameters = Backend.Allocate(SampleProblem.Create(Value, rows: 1, seed: 2).Parameters);
        Shift = [.. Enumerable.Range(0, spec.ObservationSize).Select(i => 0.125f * i)];
        Scale = [.. Enumerable.Range(0, spec.ObservationSize).Select(i => 1.5f + i)];
    }

    public ReferenceBackend Backend { get; } = new();

    public EnvironmentBatch Environments { get; }

    public EnvironmentSpec Spec => Environments.Spec;

    public NetworkShape Policy { get; }

    public NetworkShape Value { get; }

    public ComputeBuffer PolicyParameters { get; }

    public ComputeBuffer ValueParameters { get; }

    public float[] Shift { get; }

    public float[] Scale { get; }

    public TrajectoryBuffers Run(int steps, RolloutOptions options)
    {
        TrajectoryBuffers trajectories = new(
            Backend, steps, Environments.Count, Spec.ObservationSize, Spec.Actions.Columns);
        Backend.Rollout(
            Environments, Policy, PolicyParameters, Value, ValueParameters,
            Backend.Allocate([.. Shift, .. Scale]),
            options, trajectories);
        return trajectories;
    }

    /// <summary>Values of normalised observations [N,I].</summary>
    public double[] ValuesOf(double[] observations)
    {
        int rows = observations.Length / Spec.ObservationSize;
        ComputeBuffer outputs = Backend.Allocate(rows);
        Backend.Forward(
            Backend.CreateWorkspace(Value, rows), ValueParameters, Upload(observations), rows, outputs);
        return ReferenceFixture.Doubles(outputs);
    }

    /// <summary>
    /// Actions and log-probabilities that the contract's Sample draws for normalised observations [N,I].
    /// </summary>
    public (double[] Actions, double[] LogProbabilities) Sample(double[] observations, ulong step)
    {
        int rows = observations.Length / Spec.ObservationSize;
        ComputeBuffer actions = Backend.Allocate(rows * Spec.Actions.Columns);
        ComputeBuffer logProbabilities = Backend.Allocate(rows);
        Backend.Sample(
            Backend.CreateWorkspace(Policy, rows), PolicyParameters, Upload(observations), rows,
            new NoiseKey(Seed, step), actions, logProbabilities);
        return (ReferenceFixture.Doubles(actions), ReferenceFixture.Doubles(logProbabilities));
    }

    /// <summary>[A] distribution parameters for normalised observations [N,I].</summary>
    public double[] Distributions(double[] observations)
    {
        int rows = observations.Length / Spec.ObservationSize;
        ComputeBuffer outputs = Backend.Allocate(rows * Policy.Head.Size.Parameters);
        Backend.Forward(
            Backend.CreateWorkspace(Policy, rows), PolicyParameters, Upload(observations), rows, outputs);
        return ReferenceFixture.Doubles(outputs);
    }

    /// <summary>An observation as the networks see it.</summary>
    public double[] Normalize(double[] observation, double clip) => [.. observation.Select(
        (o, i) => Math.Max(-clip, Math.Min(clip, (o - Shift[i]) * Scale[i])))];

    /// <summary>What a [T,N,columns] buffer holds for one step.</summary>
    public double[] At(ComputeBuffer buffer, int t, int columns = 1)
    {
        int length = Environments.Count * columns;
        return ReferenceFixture.Doubles(buffer)[(t * length)..((t + 1) * length)];
    }

    private ComputeBuffer Upload(double[] values)
    {
        ComputeBuffer buffer = Backend.Allocate(values.Length);
        values.CopyTo(ReferenceFixture.Doubles(buffer), 0);
        return buffer;
    }
}
