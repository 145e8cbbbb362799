using System;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Rollouts;

/// <summary>
/// One copy of a user's own environment: the simplest thing to write. <see cref="EnvironmentGroup"/> steps many, resets
/// them and keeps their time limits.
/// </summary>
public interface IEnvironment
{
    /// <summary>Identifier, sizes, limits.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="seed">All random numbers of the episode follow from it.</param>
    /// <param name="observation">[I] write.</param>
    void Reset(ulong seed, Span<float> observation);

    /// <summary>Advances one step.</summary>
    /// <param name="action">[columns] as drawn: continuous actions are not clipped, discrete ones are indices.</param>
    /// <param name="observation">[I] write: the state reached.</param>
    StepOutcome Advance(ReadOnlySpan<float> action, Span<float> observation);
}

/// <summary>What one step of one environment gives besides the observation.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">Whether the task ended; no reward could follow.</param>
public readonly record struct StepOutcome(float Reward, bool Terminated);
