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
    private const int EvaluationSteps = 25;

    // A batch that takes the CPU engine a tenth of a second or so; from there on the time grows in proportion to the
    // rows at most.
    private const int MostHostRows = 1 << 16;

    /// <summary>
    /// Iterations of training, of the very shape that is asked for; on the host of a part of the steps, and of the
    /// environments if need be, where the batch is so large that nobody would wait for it.
    /// </summary>
    internal static DeviceWork Training(string environment, TrpoOptions options, ulong seed) =>
        new("an iteration", backend =>
        {
            TrpoOptions measured = backend.MemoryBytes is null ? Shortened(options) : options;
            TrpoTrainer trainer = new(backend, environment, measured, seed);
            return new PreparedWork(() => trainer.Iterate(), trainer)
            {
                Share = (double)measured.BatchRows / options.BatchRows,
            };
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

    // What is too large for any device stays so, and is refused by the trainer.
    private static TrpoOptions Shortened(TrpoOptions options)
    {
        if ((long)options.Steps * options.Environments > int.MaxValue)
        {
            return options;
        }

        int environments = Math.Min(options.Environments, MostHostRows);
        return options with
        {
            Environments = environments,
            Steps = Math.Clamp(MostHostRows / environments, 1, options.Steps),
        };
    }
}

/// <summary>Work on one backend.</summary>
/// <param name="run">Does it once.</param>
/// <param name="owned">Disposed with it, in this order.</param>
internal sealed class PreparedWork(Action run, params IDisposable[] owned) : IDisposable
{
    /// <summary>The part of the work that a run does.</summary>
    internal double Share { get; init; } = 1;

    /// <summary>Does it once; a device may still be busy with it afterwards.</summary>
    internal void Run() => run();

    /// <inheritdoc/>
    public void Dispose() => owned.ToList().ForEach(static resource => resource.Dispose());
}
