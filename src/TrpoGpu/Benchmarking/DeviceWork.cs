using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>Work that devices are compared by.</summary>
/// <param name="Unit">What it is done once for: <c>an iteration</c>.</param>
/// <param name="Prepare">Makes it ready on a backend.</param>
internal sealed record DeviceWork(string Unit, Func<ComputeBackend, PreparedWork> Prepare)
{
    /// <summary>Iterations of training, of the very shape that is asked for.</summary>
    internal static DeviceWork Training(string environment, TrpoOptions options, ulong seed) =>
        new("an iteration", backend =>
        {
            TrpoTrainer trainer = new(backend, environment, options, seed);
            return new PreparedWork(() => trainer.Iterate(), trainer);
        });

    /// <summary>An operation of an update.</summary>
    /// <param name="name">One of <see cref="NetworkOperations.Names"/>.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    internal static DeviceWork Operation(string name, NetworkShape shape, int rows) =>
        new("a run", backend =>
        {
            NetworkOperations operations = new(backend, shape, rows);
            return new PreparedWork(operations.Create(name).Run, operations);
        });

    /// <summary>A rollout of an environment by a policy of the default widths.</summary>
    internal static DeviceWork Rollout(EnvironmentSpec environment, int count, int steps) =>
        new("a rollout", backend =>
        {
            RolloutOperation rollout = new(backend, environment, count, steps);
            return new PreparedWork(rollout.Operation.Run, rollout);
        });

    /// <summary>A part of the episodes of an evaluation.</summary>
    /// <param name="policy">Who acts.</param>
    /// <param name="episodes">Episodes, side by side.</param>
    internal static DeviceWork Evaluation(PolicyContents policy, int episodes) =>
        new($"{EvaluationSteps} steps", backend =>
        {
            BuiltInSource source = new(backend, policy.EnvironmentId, episodes, seed: 0);
            Network actor = new(backend, policy.Policy, policy.PolicyParameters);
            Network critic = new(backend, policy.Value, policy.ValueParameters);
            ComputeBuffer normalization = backend.Allocate(policy.ShiftAndScale);
            TrajectoryBuffers trajectories = new(
                backend, EvaluationSteps, episodes, source.Spec.ObservationSize, source.Spec.Actions.Columns);
            return new PreparedWork(
                () => source.Collect(actor, critic, normalization, new RolloutOptions(), trajectories),
                trajectories, normalization, critic, actor, source);
        });

    private const int EvaluationSteps = 25;
}

/// <summary>Work on one backend.</summary>
/// <param name="run">Does it once.</param>
/// <param name="owned">Disposed with it, in this order.</param>
internal sealed class PreparedWork(Action run, params IDisposable[] owned) : IDisposable
{
    /// <summary>Does it once; a device may still be busy with it afterwards.</summary>
    internal void Run() => run();

    /// <inheritdoc/>
    public void Dispose() => owned.ToList().ForEach(static resource => resource.Dispose());
}
