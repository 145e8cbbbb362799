using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;

namespace TrpoGpu.Rollouts;

/// <summary>
/// A user's environments, stepped on the host; policy and value function run on the backend, a step at a time. What
/// comes back from the environments is checked before it goes anywhere.
/// </summary>
public sealed class HostSource : TrajectorySource
{
    private readonly ComputeBackend backend;
    private readonly IVectorEnvironment environments;
    private readonly ulong seed;
    private readonly HostStepBuffers step;
    private readonly double[] episodeReturns;
    private readonly int[] episodeLengths;
    private readonly double[] discountedReturns;
    private readonly RunningMoments moments;
    private NetworkWorkspace? policyWorkspace;
    private NetworkWorkspace? valueWorkspace;
    private long stepsTaken;

    /// <summary>Takes over a vector of environments and starts an episode in each.</summary>
    /// <param name="backend">Where the networks run.</param>
    /// <param name="environments">Stepped here; disposed with this.</param>
    /// <param name="seed">Environment n starts from a seed that depends on this and n alone.</param>
    /// <exception cref="EnvironmentContractException">
    /// What the environments declare cannot be, or the reset failed or left an observation unset.
    /// </exception>
    public HostSource(ComputeBackend backend, IVectorEnvironment environments, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(environments);
        this.backend = backend;
        this.environments = environments;
        this.seed = seed;
        (Spec, Count) = EnvironmentDeclaration.Read(environments);
        step = new HostStepBuffers(backend, Count, Spec.ObservationSize, Spec.Actions.Columns);
        episodeReturns = new double[Count];
        episodeLengths = new int[Count];
        discountedReturns = new double[Count];
        moments = new RunningMoments(Spec.ObservationSize + 1);
        Reset();
    }

    /// <inheritdoc/>
    public override EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override long StepsTaken => stepsTaken;

    /// <inheritdoc/>
    public override bool IsResumable => false;

    /// <inheritdoc/>
    public override int StateLength => 0;

    /// <inheritdoc/>
    public override void Collect(
        Network policy, Network value, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(trajectories);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NoiseHoldSteps, 1);
        if (options.BranchCopies != 1 || options.EnumerateFirstAction)
        {
            throw new NotSupportedException(
                $"{Spec.Id} is a user's environment: its state cannot be copied, so it has no branches.");
        }

        CheckSizes(trajectories);
        policyWorkspace = WorkspaceFor(policy, policyWorkspace);
        valueWorkspace = WorkspaceFor(value, valueWorkspace);
        normalization.Read(step.Normalization);
        moments.Clear();
        for (int t = 0; t < trajectories.Steps; t++)
        {
            CollectStep(policy, value, options, trajectories, t);
        }

        step.Normalize(step.Observations, options.ObservationClip);
        backend.Forward(valueWorkspace, value.Parameters, step.DeviceObservations, Count, step.DeviceValues);
        step.DeviceValues.Read(step.Values);
        trajectories.LastValues.Write(step.Values);
    }

    /// <inheritdoc/>
    public override void ReadMoments(Span<double> means, Span<double> squaredDeviations)
    {
        moments.Means.CopyTo(means);
        moments.SquaredDeviations.CopyTo(squaredDeviations);
    }

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source, long stepsTaken) =>
        throw new NotSupportedException($"{Spec.Id} is a user's environment; its state cannot be restored.");

    /// <inheritdoc/>
    public override void Dispose()
    {
        policyWorkspace?.Dispose();
        valueWorkspace?.Dispose();
        step.Dispose();
        environments.Dispose();
    }

    private void CheckSizes(TrajectoryBuffers trajectories)
    {
        if (trajectories.Environments != Count || trajectories.ObservationSize != Spec.ObservationSize ||
            trajectories.ActionColumns != Spec.Actions.Columns)
        {
            throw new ArgumentException(
                $"Collect: the trajectories hold {trajectories.Environments} environments with " +
                $"{trajectories.ObservationSize} observations and " +
                $"{trajectories.ActionColumns} action columns, expected " +
                $"{Count}, {Spec.ObservationSize} and {Spec.Actions.Columns}.", nameof(trajectories));
        }
    }

    private NetworkWorkspace WorkspaceFor(Network network, NetworkWorkspace? workspace)
    {
        if (workspace is not null && workspace.Shape.Equals(network.Shape))
        {
            return workspace;
        }

        workspace?.Dispose();
        return backend.CreateWorkspace(network.Shape, Count);
    }

    private void Reset()
    {
        ulong[] seeds = new ulong[Count];
        for (int n = 0; n < seeds.Length; n++)
        {
            // Weyl's odd constant keeps the seeds of neighbouring runs and environments apart.
            seeds[n] = seed + ((ulong)n * 0xd1342543de82ef95);
        }

        Array.Fill(step.Observations, float.NaN);
        try
        {
            environments.Reset(seeds, step.Observations);
        }
        catch (Exception cause) when (cause is not EnvironmentContractException)
        {
            throw new EnvironmentContractException(
                -1, -1, $"Reset threw {cause.GetType().Name}: {cause.Message}", cause);
        }

        step.CheckObservations(step.Observations, step: -1, onlyWhereEnded: false);
    }

    private void CollectStep(
        Network policy, Network value, RolloutOptions options, TrajectoryBuffers trajectories, int t)
    {
        int row = t * Count;
        step.Normalize(step.Observations, options.ObservationClip);
        Act(policy, options);
        backend.Forward(valueWorkspace!, value.Parameters, step.DeviceObservations, Count, step.DeviceValues);
        step.DeviceValues.Read(step.Values);

        trajectories.Observations.Write(step.Normalized, row * Spec.ObservationSize);
        trajectories.Actions.Write(step.Actions, row * Spec.Actions.Columns);
        trajectories.LogProbabilities.Write(step.LogProbabilities, row);
        trajectories.Values.Write(step.Values, row);
        step.SumObservations();

        Advance();
        FinishEpisodes(options, value);
        trajectories.Rewards.Write(step.Rewards, row);
        trajectories.Ends.Write(step.Ends, row);
        trajectories.EpisodeReturns.Write(step.EndedReturns, row);
        trajectories.EpisodeLengths.Write(step.EndedLengths, row);
        trajectories.FinalValues.Write(step.FinalValues, row);
        stepsTaken++;
    }

    private void Act(Network policy, RolloutOptions options)
    {
        if (options.Deterministic)
        {
            backend.Mode(policyWorkspace!, policy.Parameters, step.DeviceObservations, Count, step.DeviceActions);
            Array.Fill(step.LogProbabilities, float.NaN);
        }
        else
        {
            NoiseKey noise = new(seed, (ulong)(stepsTaken / options.NoiseHoldSteps));
            backend.Sample(
                policyWorkspace!, policy.Parameters, step.DeviceObservations, Count, noise, step.DeviceActions,
                step.DeviceLogProbabilities);
            step.DeviceLogProbabilities.Read(step.LogProbabilities);
        }

        step.DeviceActions.Read(step.Actions);
    }

    private void Advance()
    {
        // What an implementation leaves unset shows as a NaN.
        Array.Fill(step.Observations, float.NaN);
        Array.Fill(step.FinalObservations, float.NaN);
        Array.Fill(step.Rewards, float.NaN);
        Array.Clear(step.Terminated);
        Array.Clear(step.Truncated);
        try
        {
            environments.Advance(step.Actions, new StepResult
            {
                Observations = step.Observations,
                Rewards = step.Rewards,
                Terminated = step.Terminated,
                Truncated = step.Truncated,
                FinalObservations = step.FinalObservations,
            });
            EnvironmentDeclaration.CheckCount(environments, Count, stepsTaken);
        }
        catch (Exception cause) when (cause is not EnvironmentContractException)
        {
            throw new EnvironmentContractException(
                -1, stepsTaken, $"Advance threw {cause.GetType().Name}: {cause.Message}", cause);
        }

        step.CheckRewards(stepsTaken);
        step.CheckObservations(step.Observations, stepsTaken, onlyWhereEnded: false);
        step.CheckObservations(step.FinalObservations, stepsTaken, onlyWhereEnded: true);
    }

    private void FinishEpisodes(RolloutOptions options, Network value)
    {
        bool anyTruncated = false;
        for (int n = 0; n < Count; n++)
        {
            episodeReturns[n] += step.Rewards[n];
            episodeLengths[n]++;
            discountedReturns[n] = (options.Discount * discountedReturns[n]) + step.Rewards[n];
        }

        step.MergeMoments(discountedReturns, moments);
        for (int n = 0; n < Count; n++)
        {
            EpisodeEnd end = step.Terminated[n] ? EpisodeEnd.Terminated
                : step.Truncated[n] ? EpisodeEnd.Truncated : EpisodeEnd.None;
            anyTruncated |= end == EpisodeEnd.Truncated;
            bool ended = end != EpisodeEnd.None;
            step.Ends[n] = (float)end;
            step.EndedReturns[n] = ended ? (float)episodeReturns[n] : 0;
            step.EndedLengths[n] = ended ? episodeLengths[n] : 0;
            if (ended)
            {
                episodeReturns[n] = 0;
                episodeLengths[n] = 0;
                discountedReturns[n] = 0;
            }
        }

        Array.Clear(step.FinalValues);
        if (anyTruncated)
        {
            step.ValueTruncated(backend, valueWorkspace!, value.Parameters, options.ObservationClip);
        }
    }
}
