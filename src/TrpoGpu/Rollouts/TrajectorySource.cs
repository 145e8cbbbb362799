using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;

namespace TrpoGpu.Rollouts;

/// <summary>Environments that a policy acts in, wherever they are stepped.</summary>
public abstract class TrajectorySource : IDisposable
{
    /// <summary>The environment.</summary>
    public abstract EnvironmentSpec Spec { get; }

    /// <summary>N.</summary>
    public abstract int Count { get; }

    /// <summary>Steps each environment has taken.</summary>
    public abstract long StepsTaken { get; }

    /// <summary>Whether the source can be continued from a checkpoint with the same bits.</summary>
    public abstract bool IsResumable { get; }

    /// <summary>Numbers that <see cref="ReadState"/> writes.</summary>
    public abstract int StateLength { get; }

    /// <summary>Fills trajectories from where the environments stand.</summary>
    /// <param name="policy">Acts.</param>
    /// <param name="value">Values states.</param>
    /// <param name="normalization">[2,I] frozen shift and scale of observations.</param>
    /// <param name="options">How actions are chosen.</param>
    /// <param name="trajectories">Write.</param>
    /// <exception cref="EnvironmentContractException">A user's environment misbehaved.</exception>
    public abstract void Collect(
        Network policy, Network value, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories);

    /// <summary>
    /// Moments of the last rollout: of each raw observation component, then of the discounted return.
    /// </summary>
    /// <param name="means">[I+1] write.</param>
    /// <param name="squaredDeviations">[I+1] write.</param>
    public abstract void ReadMoments(Span<double> means, Span<double> squaredDeviations);

    /// <summary>Copies what the next rollout depends on, for a checkpoint.</summary>
    public abstract void ReadState(Span<double> destination);

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    internal virtual string? FaultOf(ReadOnlySpan<double> state) => null;

    /// <summary>Restores what <see cref="ReadState"/> gave.</summary>
    public abstract void WriteState(ReadOnlySpan<double> source, long stepsTaken);

    /// <inheritdoc/>
    public abstract void Dispose();
}
