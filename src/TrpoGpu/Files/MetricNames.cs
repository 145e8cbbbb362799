using System.Collections.Generic;

namespace TrpoGpu.Files;

/// <summary>
/// The names under which an update's numbers are logged. The groups and the first names are
/// Stable-Baselines3's, so that dashboards made for it fit.
/// </summary>
public static class MetricNames
{
    /// <summary>Mean return of the last finished episodes.</summary>
    public const string EpisodeReturn = "rollout/ep_rew_mean";

    /// <summary>Mean length of the last finished episodes, in steps.</summary>
    public const string EpisodeLength = "rollout/ep_len_mean";

    /// <summary>Environment steps per second since the start.</summary>
    public const string StepsPerSecond = "time/fps";

    /// <summary>Updates so far.</summary>
    public const string Updates = "time/iterations";

    /// <summary>Seconds since the start.</summary>
    public const string Elapsed = "time/time_elapsed";

    /// <summary>Environment steps so far.</summary>
    public const string Steps = "time/total_timesteps";

    /// <summary>Seconds of this update spent collecting steps.</summary>
    public const string RolloutSeconds = "time/rollout_s";

    /// <summary>Seconds of this update spent solving for the direction.</summary>
    public const string SolveSeconds = "time/cg_s";

    /// <summary>Seconds of this update spent fitting the value function.</summary>
    public const string ValueSeconds = "time/value_s";

    /// <summary>
    /// Surrogate objective after the step, which is maximised: the negative surrogate loss.
    /// </summary>
    public const string PolicyObjective = "train/policy_objective";

    /// <summary>Mean squared error of the value function.</summary>
    public const string ValueLoss = "train/value_loss";

    /// <summary>Mean KL(old, new) of the step.</summary>
    public const string Kl = "train/kl_divergence_loss";

    /// <summary>Share of the variance of the returns that the value function explains.</summary>
    public const string ExplainedVariance = "train/explained_variance";

    /// <summary>1 when a step was accepted, 0 when the parameters stayed.</summary>
    public const string LineSearchSuccess = "train/is_line_search_success";

    /// <summary>Mean standard deviation of continuous actions.</summary>
    public const string StandardDeviation = "train/std";

    /// <summary>Iterations of the conjugate-gradient solve.</summary>
    public const string SolveIterations = "train/cg_iterations";

    /// <summary>Its relative residual at the end.</summary>
    public const string SolveResidual = "train/cg_residual";

    /// <summary>Why it stopped, a word.</summary>
    public const string SolveStop = "train/cg_stop";

    /// <summary>Fractions of the step that were refused.</summary>
    public const string Backtracks = "train/backtracks";

    /// <summary>Improvement of the surrogate that the gradient predicted.</summary>
    public const string ExpectedImprovement = "train/expected_improvement";

    /// <summary>Actual over predicted improvement.</summary>
    public const string ImprovementRatio = "train/improvement_ratio";

    /// <summary>All of them, in the order of the progress log.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        EpisodeReturn, EpisodeLength,
        StepsPerSecond, Updates, Elapsed, Steps, RolloutSeconds, SolveSeconds, ValueSeconds,
        PolicyObjective, ValueLoss, Kl, ExplainedVariance, LineSearchSuccess, StandardDeviation,
        SolveIterations, SolveResidual, SolveStop, Backtracks, ExpectedImprovement, ImprovementRatio,
    ];
}
