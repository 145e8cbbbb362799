using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TrpoGpu.Backends;

namespace TrpoGpu;

/// <summary>Which states and actions an update is estimated from.</summary>
public enum SamplingMethod
{
    /// <summary>Those of trajectories.</summary>
    SinglePath,

    /// <summary>States along trajectories, and several actions tried in each: see
    /// <see cref="Rollouts.VineSampler"/>.</summary>
    Vine,
}

/// <content>How an update is sampled.</content>
public sealed partial record TrpoOptions
{
    /// <summary>How an update is sampled.</summary>
    [JsonPropertyName("sampling")]
    [Description("single_path, or vine: states along the trajectories branch, and several actions are tried in each")]
    public SamplingMethod Sampling { get; init; }

    /// <summary>Steps between branches.</summary>
    [JsonPropertyName("vine_interval"), Range(1, 1_000_000)]
    [Description("vine: steps from one branching to the next, a divisor of n_steps; auto: the largest up to 10")]
    public int? VineInterval { get; init; }

    /// <summary>Branches of a state.</summary>
    [JsonPropertyName("vine_copies"), Range(2, 100_000)]
    [Description("vine: actions tried in each state; with full_sum it is the number of actions there are")]
    public int VineCopies { get; init; } = 4;

    /// <summary>Steps of a branch.</summary>
    [JsonPropertyName("vine_horizon"), Range(1, 1_000_000)]
    [Description("vine: steps for which a branch is followed, beyond which the value function counts")]
    public int VineHorizon { get; init; } = 10;

    /// <summary>How the branches of a state are compared.</summary>
    [JsonPropertyName("vine_weighting")]
    [Description("vine: importance (drawn actions), or full_sum (every action once, where there are few)")]
    public BranchWeighting VineWeighting { get; init; }
}
