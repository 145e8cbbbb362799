using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <content>Trajectories: environments stepped by a policy, advantages.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Creates <paramref name="count"/> copies of a built-in environment, each in a start state.</summary>
    /// <param name="id">One of <see cref="BuiltInEnvironments"/>.</param>
    /// <param name="count">N, at least one.</param>
    /// <param name="seed">Start states and action noise are drawn at (seed, stream, environment, step).</param>
    /// <exception cref="ArgumentException">No built-in environment has this identifier.</exception>
    public EnvironmentBatch CreateEnvironments(string id, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return CreateEnvironmentsCore(BuiltInEnvironments.Find(id), count, seed);
    }

    /// <summary>
    /// Steps every environment <c>trajectories.Steps</c> times with the policy: observe, normalise, act, step, reset in
    /// the same step where an episode ends, value every state, and the final one where an episode was truncated.
    /// </summary>
    /// <param name="environments">Updated: they go on where they stopped.</param>
    /// <param name="policy">Network whose head fits the environment's actions.</param>
    /// <param name="policyParameters">[P] read.</param>
    /// <param name="value">Network with one <see cref="HeadKind.UnitGaussian"/> output.</param>
    /// <param name="valueParameters">[P] read.</param>
    /// <param name="normalization">[2,I] read: an observation enters the networks as clip((o - row 0) * row 1).</param>
    /// <param name="options">How actions are chosen.</param>
    /// <param name="trajectories">Write.</param>
    public void Rollout(
        EnvironmentBatch environments,
        NetworkShape policy,
        ComputeBuffer policyParameters,
        NetworkShape value,
        ComputeBuffer valueParameters,
        ComputeBuffer normalization,
        RolloutOptions options,
        TrajectoryBuffers trajectories)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(trajectories);
        EnvironmentSpec spec = environments.Spec;
        if (!ReferenceEquals(environments.Owner, this) || !ReferenceEquals(trajectories.Owner, this))
        {
            throw new ArgumentException(
                "Rollout: environments and trajectories must be this backend's. Create them here.");
        }

        if (policy.Mlp.Inputs != spec.ObservationSize || value.Mlp.Inputs != spec.ObservationSize)
        {
            throw new ArgumentException(
                $"Rollout: {spec.Id} has {spec.ObservationSize} observations; the policy takes {policy.Mlp.Inputs} " +
                $"and the value function {value.Mlp.Inputs}.");
        }

        if (!policy.Head.Equals(HeadShape.For(spec.Actions)))
        {
            throw new ArgumentException(
                $"Rollout: the policy's head is {policy.Head.Kind} with {policy.Head.Size.Actions} action columns, " +
                $"which does not fit the actions of {spec.Id}: {spec.Actions.Kind}.");
        }

        if (value.Head != HeadShape.UnitGaussian(1))
        {
            throw new ArgumentException(
                $"Rollout: the value function's head is {value.Head.Kind}, expected one UnitGaussian output.");
        }

        if (trajectories.Environments != environments.Count || trajectories.ObservationSize != spec.ObservationSize ||
            trajectories.ActionColumns != spec.Actions.Columns)
        {
            throw new ArgumentException(
                $"Rollout: the trajectories hold [{trajectories.Environments}] environments with " +
                $"{trajectories.ObservationSize} observations and {trajectories.ActionColumns} action columns, " +
                $"expected {environments.Count}, {spec.ObservationSize} and {spec.Actions.Columns}.");
        }

        Check(policyParameters, policy.ParameterCount, "P");
        Check(valueParameters, value.ParameterCount, "P");
        Check(normalization, 2L * spec.ObservationSize, "2*I");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NoiseHoldSteps, 1);
        CheckBranches(environments, options);
        RolloutCore(
            environments, policy, policyParameters, value, valueParameters, normalization, options, trajectories);
    }

    /// <summary>
    /// Generalised advantage estimation (Schulman et al. 2016, eq. 16) with termination and truncation apart.
    /// </summary>
    /// <remarks>
    /// With v' = 0 after a termination, the final observation's value after a truncation, and V(s_{t+1}) otherwise:
    /// <c>delta_t = scale * r_t + discount * v' - V(s_t)</c>,
    /// <c>A_t = delta_t + discount * lambda * A_{t+1}</c>, the last term 0 where an episode ended; the return
    /// is <c>A_t + V(s_t)</c>.
    /// </remarks>
    /// <param name="trajectories">[T,N] read.</param>
    /// <param name="discount">gamma in [0, 1].</param>
    /// <param name="gaeLambda">lambda in [0, 1].</param>
    /// <param name="rewardScale">Factor on rewards, positive.</param>
    /// <param name="advantages">[T*N] write.</param>
    /// <param name="returns">[T*N] write: the value function's targets.</param>
    public void Advantages(
        TrajectoryBuffers trajectories,
        float discount,
        float gaeLambda,
        float rewardScale,
        ComputeBuffer advantages,
        ComputeBuffer returns)
    {
        Check(trajectories);
        Check(advantages, trajectories.Rows, "T*N");
        Check(returns, trajectories.Rows, "T*N");
        AdvantagesCore(trajectories, discount, gaeLambda, rewardScale, advantages, returns);
    }

    /// <summary>
    /// Starts to bring the episodes that ended to the host while other operations compute, so that
    /// <see cref="ReadEpisodes"/> of the same trajectories waits for less. Of no effect on the host.
    /// </summary>
    /// <param name="trajectories">[T,N] read; to be left alone until the episodes have been read.</param>
    public void BeginReadEpisodes(TrajectoryBuffers trajectories)
    {
        Check(trajectories);
        BeginReadEpisodesCore(trajectories);
    }

    /// <summary>The episodes that ended in trajectories, in the order of their rows.</summary>
    /// <param name="trajectories">[T,N] read: ends, returns and lengths.</param>
    /// <param name="destination">[T*N] write: room for an episode a row.</param>
    /// <returns>How many there are: the first so many of the destination.</returns>
    public int ReadEpisodes(TrajectoryBuffers trajectories, Span<EpisodeEnding> destination)
    {
        Check(trajectories);
        if (destination.Length < trajectories.Rows)
        {
            throw new ArgumentException(
                $"ReadEpisodes: the destination has room for {destination.Length} episodes, expected at least T*N = " +
                $"{trajectories.Rows}.", nameof(destination));
        }

        return ReadEpisodesCore(trajectories, destination);
    }

    /// <summary>
    /// Shifts and scales numbers to mean zero and variance one (over n, not n - 1), the sums in double in a fixed
    /// order. Numbers that are all equal become zeros.
    /// </summary>
    public void Standardize(ComputeBuffer values, int count)
    {
        Check(values, count, "count");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        StandardizeCore(values, count);
    }

    /// <summary>Mean and variance (over n, not n - 1) of numbers, summed in double in a fixed order.</summary>
    public (double Mean, double Variance) ReadMeanAndVariance(ComputeBuffer values, int count)
    {
        Check(values, count, "count");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ReadMeanAndVarianceCore(values, count);
    }

    private protected abstract EnvironmentBatch CreateEnvironmentsCore(EnvironmentSpec spec, int count, ulong seed);

    private protected abstract void RolloutCore(
        EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters, NetworkShape value,
        ComputeBuffer valueParameters, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories);

    private protected abstract void AdvantagesCore(
        TrajectoryBuffers trajectories, float discount, float gaeLambda, float rewardScale,
        ComputeBuffer advantages, ComputeBuffer returns);

    private protected virtual void BeginReadEpisodesCore(TrajectoryBuffers trajectories)
    {
    }

    private protected abstract int ReadEpisodesCore(TrajectoryBuffers trajectories, Span<EpisodeEnding> destination);

    private protected abstract void StandardizeCore(ComputeBuffer values, int count);

    private protected abstract (double Mean, double Variance) ReadMeanAndVarianceCore(ComputeBuffer values, int count);

    private void Check(TrajectoryBuffers trajectories, [CallerMemberName] string operation = "")
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        if (!ReferenceEquals(trajectories.Owner, this))
        {
            throw new ArgumentException(
                $"{operation}: the trajectories belong to backend '{trajectories.Owner.Name}', expected ones of this " +
                $"backend ('{Name}').", nameof(trajectories));
        }
    }
}
