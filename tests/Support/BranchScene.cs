using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>Copies of a built-in environment on any backend, and networks that roll them and branches out.</summary>
internal sealed class BranchScene : IDisposable
{
    public const ulong Seed = 23;

    private readonly ComputeBuffer value;
    private readonly ComputeBuffer normalization;

    /// <param name="backend">Disposed with the scene.</param>
    /// <param name="id">Environment.</param>
    /// <param name="count">N of the trunk.</param>
    public BranchScene(ComputeBackend backend, string id, int count)
    {
        Backend = backend;
        Trunk = backend.CreateEnvironments(id, count, Seed);
        HeadShape head = HeadShape.For(Spec.Actions);
        Policy = new NetworkShape(
            new MlpShape([Spec.ObservationSize, 6, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        Value = new NetworkShape(
            new MlpShape([Spec.ObservationSize, 3, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        PolicyParameters = backend.Allocate(SampleProblem.Create(Policy, 1, seed: 1).Parameters);
        value = backend.Allocate(SampleProblem.Create(Value, 1, seed: 2).Parameters);
        normalization = backend.Allocate(
            [.. Enumerable.Repeat(0f, Spec.ObservationSize), .. Enumerable.Repeat(1f, Spec.ObservationSize)]);
    }

    public ComputeBackend Backend { get; }

    public EnvironmentBatch Trunk { get; }

    public EnvironmentSpec Spec => Trunk.Spec;

    public NetworkShape Policy { get; }

    public NetworkShape Value { get; }

    public ComputeBuffer PolicyParameters { get; }

    /// <summary>Branches where the trunk stands.</summary>
    public EnvironmentBatch Branch(int copies, ulong seed, long stepsTaken)
    {
        EnvironmentBatch branches = Backend.CreateEnvironments(Spec.Id, Trunk.Count * copies, seed);
        Backend.BranchEnvironments(Trunk, branches, stepsTaken);
        return branches;
    }

    public TrajectoryBuffers Run(EnvironmentBatch environments, int steps, RolloutOptions? options = null)
    {
        TrajectoryBuffers trajectories = new(
            Backend, steps, environments.Count, Spec.ObservationSize, Spec.Actions.Columns);
        Backend.Rollout(
            environments, Policy, PolicyParameters, Value, value, normalization, options ?? new RolloutOptions(),
            trajectories);
        return trajectories;
    }

    /// <summary>Lets the trunk's clocks run out at different times, some of them within a few steps.</summary>
    public void StaggerClocks()
    {
        double[] state = State(Trunk);
        for (int n = 0; n < Trunk.Count && Spec.TimeLimit > 0; n++)
        {
            state[Trunk.LengthIndex(n)] = Spec.TimeLimit - 1 - (3 * n);
        }

        Trunk.WriteState(state, Trunk.StepsTaken);
    }

    public static double[] State(EnvironmentBatch environments)
    {
        double[] state = new double[environments.StateLength];
        environments.ReadState(state);
        return state;
    }

    public void Dispose()
    {
        Trunk.Dispose();
        Backend.Dispose();
    }
}
