using System;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Rollouts;

/// <summary>
/// N copies of a user's own environment, stepped together. All memory is the caller's: an implementation fills spans
/// and allocates nothing per step.
/// </summary>
/// <remarks>
/// An environment whose episode ends in a step resets itself in that step: <see cref="StepResult.Observations"/> then
/// holds the first observation of the next episode and <see cref="StepResult.FinalObservations"/> the last of the one
/// that ended (Gymnasium's same-step autoreset). Time limits are the implementation's to keep, and to report as
/// truncation. For one environment at a time see <see cref="IEnvironment"/>.
/// </remarks>
public interface IVectorEnvironment : IDisposable
{
    /// <summary>Identifier, sizes, limits.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>N.</summary>
    int Count { get; }

    /// <summary>Starts an episode in every environment.</summary>
    /// <param name="seeds">[N] one seed for each environment: all its random numbers follow from it.</param>
    /// <param name="observations">[N,I] write.</param>
    void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations);

    /// <summary>Advances every environment by one step.</summary>
    /// <param name="actions">[N,columns] as drawn: continuous actions are not clipped, discrete ones are
    /// indices.</param>
    /// <param name="result">Every span is to be filled.</param>
    void Advance(ReadOnlySpan<float> actions, in StepResult result);
}

/// <summary>What a step of N environments gives; the caller's memory.</summary>
public readonly ref struct StepResult
{
    /// <summary>
    /// [N,I] write: what the policy sees next; after an end the first observation of the next episode.
    /// </summary>
    public required Span<float> Observations { get; init; }

    /// <summary>[N] write.</summary>
    public required Span<float> Rewards { get; init; }

    /// <summary>[N] write: the task ended; no reward could follow.</summary>
    public required Span<bool> Terminated { get; init; }

    /// <summary>[N] write: the clock ended the episode; rewards would have followed.</summary>
    public required Span<bool> Truncated { get; init; }

    /// <summary>[N,I] write where an episode ended: its last observation.</summary>
    public required Span<float> FinalObservations { get; init; }
}
