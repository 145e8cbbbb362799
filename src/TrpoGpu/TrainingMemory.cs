using System;
using System.Collections.Generic;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <summary>What a trainer of a built-in environment will take of a device's memory, before it takes any.</summary>
public sealed record TrainingMemory
{
    private TrainingMemory()
    {
    }

    /// <summary>The policy: parameters, batch, activations, the solver's vectors.</summary>
    public required long PolicyBytes { get; init; }

    /// <summary>The value function, in the same way.</summary>
    public required long ValueBytes { get; init; }

    /// <summary>Environments and what they did, in training and in evaluation.</summary>
    public required long TrajectoryBytes { get; init; }

    /// <summary>What there is for it; null on the host, whose memory is not counted.</summary>
    public required long? AvailableBytes { get; init; }

    /// <summary>Rows of a batch.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that the policy keeps at once: fewer than a batch has where its activations do not fit.</summary>
    public required int PolicyRowsAtOnce { get; init; }

    /// <summary>Rows of a batch that the value function is fitted to in one step.</summary>
    public required int ValueRows { get; init; }

    /// <summary>Rows that the value function keeps at once.</summary>
    public required int ValueRowsAtOnce { get; init; }

    /// <summary>All of it.</summary>
    public long TotalBytes => PolicyBytes + ValueBytes + TrajectoryBytes;

    /// <summary>Counts what a trainer takes.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="environment">Identifier.</param>
    /// <param name="options">Settings.</param>
    /// <param name="evaluationEpisodes">Of an evaluation by the trainer that is to fit too; 0 for none.</param>
    /// <exception cref="ArgumentException">The environment is unknown, or the sizes are too large together.</exception>
    public static TrainingMemory Of(
        ComputeBackend backend, string environment, TrpoOptions options, int evaluationEpisodes = 0)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        EnvironmentSpec spec = BuiltInEnvironments.Find(environment);
        NetworkShape policy = TrpoTrainer.PolicyShape(spec, options);
        NetworkShape value = TrpoTrainer.ValueShape(spec, options);
        int rows = options.BatchRows;
        VineOptions? vine = TrpoTrainer.VineFor(spec, options);
        int policyRows = TrpoTrainer.PolicyRows(options, vine);
        long? available = backend.MemoryBytes - backend.MemoryTaken;

        // In the order of the trainer, since a workspace is planned by what those before it have left.
        long trajectories = backend.BytesOfEnvironments(spec.Id, options.Environments) + TrajectoryBuffers.BytesFor(
            backend, options.Steps, options.Environments, spec.ObservationSize, spec.Actions.Columns);
        if (vine is not null)
        {
            trajectories += VineSampler.BytesFor(backend, spec, options.Environments, options.Steps, vine);
        }

        long policyParameters = backend.BytesOfBuffer(policy.ParameterCount);
        long valueParameters = backend.BytesOfBuffer(value.ParameterCount);
        long left = (available ?? long.MaxValue) - trajectories - policyParameters - valueParameters;
        (WorkspaceNeed atFirst, WorkspaceNeed update) =
            TrpoTrainer.NeedOfUpdate(backend, policy, policyRows, options, left);
        left -= atFirst.Bytes;
        (WorkspaceNeed criticAtFirst, WorkspaceNeed critic) = NeedOfCritic(backend, value, rows, options, left);
        left -= criticAtFirst.Bytes;
        long batch = (2 * backend.BytesOfBuffer(rows)) + backend.BytesOfBuffer(2 * spec.ObservationSize);
        left -= batch;
        long rollout = backend.BytesOfRollout(spec.Id, options.Environments, options.Steps, policy, value, left);
        if (vine is not null)
        {
            rollout += backend.BytesOfRollout(
                spec.Id, options.Environments * vine.Copies, vine.Horizon, policy, value, left - rollout);
        }

        left -= rollout;
        long evaluation = Evaluation.BytesFor(backend, spec, evaluationEpisodes, policy, value, left);
        return new TrainingMemory
        {
            PolicyBytes = policyParameters + update.Bytes,
            ValueBytes = valueParameters + critic.Bytes,
            TrajectoryBytes = trajectories + batch + rollout + evaluation,
            AvailableBytes = available,
            Rows = policyRows,
            PolicyRowsAtOnce = update.RowsAtOnce,
            ValueRows = options.Critic == CriticMethod.GaussNewton ? Math.Min(rows, options.CriticMaxRows) : rows,
            ValueRowsAtOnce = critic.RowsAtOnce,
        };
    }

    /// <summary>Refuses a training that cannot fit, before any of it is allocated.</summary>
    /// <param name="device">Name of the device.</param>
    /// <exception cref="OutOfDeviceMemoryException">There is less than it takes.</exception>
    public void ThrowIfTooLarge(string device)
    {
        if (AvailableBytes is long available && TotalBytes > available)
        {
            throw new OutOfDeviceMemoryException(
                device, $"training with {Rows} steps an update", TotalBytes, available, null);
        }
    }

    /// <summary>A line: <c>policy 12.3 MiB, value 11.9 MiB, trajectories 4.1 MiB of 71.2 GiB</c>.</summary>
    public override string ToString()
    {
        string of = AvailableBytes is long available ? $" of {ByteText.Format(available)}" : "";
        List<string> chunks = [];
        if (PolicyRowsAtOnce < Rows)
        {
            chunks.Add($"policy in chunks of {PolicyRowsAtOnce} of {Rows} rows");
        }

        if (ValueRowsAtOnce < ValueRows)
        {
            chunks.Add($"value in chunks of {ValueRowsAtOnce} of {ValueRows} rows");
        }

        return $"policy {ByteText.Format(PolicyBytes)}, value {ByteText.Format(ValueBytes)}, trajectories " +
            $"{ByteText.Format(TrajectoryBytes)}{of}{(chunks.Count > 0 ? "; " : "")}{string.Join(", ", chunks)}";
    }

    // Of the trainer as it is made, and once its curvature has been averaged over a part of the rows.
    private static (WorkspaceNeed AtFirst, WorkspaceNeed InAll) NeedOfCritic(
        ComputeBackend backend, NetworkShape value, int rows, TrpoOptions options, long left)
    {
        if (options.Critic == CriticMethod.Adam)
        {
            WorkspaceNeed adam = AdamCriticFit.NeedOf(backend, value, rows, left);
            return (adam, adam);
        }

        GaussNewtonCriticOptions fit = TrpoTrainer.GaussNewton(options);
        return (
            GaussNewtonCriticFit.NeedOf(backend, value, rows, fit with { RowStride = 1 }, left),
            GaussNewtonCriticFit.NeedOf(backend, value, rows, fit, left));
    }
}
