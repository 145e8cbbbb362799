using System;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;

namespace TrpoGpu;

/// <summary>What one training iteration did: rollout, policy step, critic fit.</summary>
public readonly record struct TrainingReport
{
    /// <summary>Iterations so far, this one included.</summary>
    public required int Iteration { get; init; }

    /// <summary>Environment steps so far.</summary>
    public required long Steps { get; init; }

    /// <summary>Episodes that ended in this iteration.</summary>
    public required int EpisodesEnded { get; init; }

    /// <summary>Mean undiscounted return of the last 100 episodes; NaN before the first.</summary>
    public required double EpisodeReturnMean { get; init; }

    /// <summary>Mean length of the last 100 episodes; NaN before the first.</summary>
    public required double EpisodeLengthMean { get; init; }

    /// <summary>The policy step.</summary>
    public required UpdateReport Update { get; init; }

    /// <summary>The critic fit.</summary>
    public required CriticReport Critic { get; init; }

    /// <summary>
    /// 1 - variance of (return - V) / variance of the returns, before the fit: 1 is perfect, 0 no better than a
    /// constant; NaN when the returns do not vary.
    /// </summary>
    public required double ExplainedVariance { get; init; }

    /// <summary>Time spent stepping environments.</summary>
    public required TimeSpan RolloutTime { get; init; }

    /// <summary>Time spent on advantages and the policy step.</summary>
    public required TimeSpan UpdateTime { get; init; }

    /// <summary>Time spent fitting the value function.</summary>
    public required TimeSpan CriticTime { get; init; }

    /// <summary>One line: steps, return, outcome of the update.</summary>
    public override string ToString() =>
        $"{Steps,9} steps   return {EpisodeReturnMean,8:0.0}   explained variance {ExplainedVariance,5:0.00}   " +
        $"{Update}";
}
