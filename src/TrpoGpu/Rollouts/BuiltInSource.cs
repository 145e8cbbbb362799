using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;

namespace TrpoGpu.Rollouts;

/// <summary>
/// Built-in environments, stepped by the backend itself: policy, dynamics and resets in one operation.
/// </summary>
public sealed class BuiltInSource : TrajectorySource
{
    private readonly ComputeBackend backend;
    private readonly EnvironmentBatch environments;

    /// <summary>Creates <paramref name="count"/> copies of a built-in environment.</summary>
    /// <exception cref="ArgumentException">No built-in environment has this identifier.</exception>
    public BuiltInSource(ComputeBackend backend, string id, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(backend);
        this.backend = backend;
        environments = backend.CreateEnvironments(id, count, seed);
    }

    /// <summary>
    /// Spreads the clocks of the N environments evenly over the time limit: the first episode of environment n is
    /// truncated n/N of the limit early. Without it, environments that hardly ever terminate go through their episodes
    /// in step, and a batch shorter than an episode holds one phase of it only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Steps were taken already.</exception>
    public void StaggerClocks()
    {
        if (StepsTaken > 0)
        {
            throw new InvalidOperationException(
                $"StaggerClocks: {StepsTaken} steps were taken already, expected none.");
        }

        double[] state = new double[StateLength];
        environments.ReadState(state);
        for (int n = 0; n < Count; n++)
        {
            state[environments.LengthIndex(n)] = (long)n * Spec.TimeLimit / Count;
        }

        environments.WriteState(state, StepsTaken);
    }

    /// <summary>The environments, for what branches them.</summary>
    internal EnvironmentBatch Environments => environments;

    /// <inheritdoc/>
    public override EnvironmentSpec Spec => environments.Spec;

    /// <inheritdoc/>
    public override int Count => environments.Count;

    /// <inheritdoc/>
    public override long StepsTaken => environments.StepsTaken;

    /// <inheritdoc/>
    public override bool IsResumable => true;

    /// <inheritdoc/>
    public override int StateLength => environments.StateLength;

    /// <inheritdoc/>
    public override void Collect(
        Network policy, Network value, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        backend.Rollout(
            environments, policy.Shape, policy.Parameters, value.Shape, value.Parameters, normalization,
            options, trajectories);
    }

    /// <inheritdoc/>
    public override void ReadMoments(Span<double> means, Span<double> squaredDeviations) =>
        environments.ReadMoments(means, squaredDeviations);

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination) => environments.ReadState(destination);

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source, long stepsTaken) =>
        environments.WriteState(source, stepsTaken);

    internal override string? FaultOf(ReadOnlySpan<double> state) => environments.FaultOf(state);

    /// <inheritdoc/>
    public override void Dispose() => environments.Dispose();
}
