using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TrpoGpu.Algorithms;

namespace TrpoGpu;

/// <content>Which update is made, and what only some updates ask for.</content>
public sealed partial record TrpoOptions
{
    /// <summary>The update.</summary>
    [JsonPropertyName("algo")]
    [Description("how a batch changes the policy: trpo, tnpg, npg, vpg")]
    public PolicyAlgorithm Algorithm { get; init; } = PolicyAlgorithm.Trpo;

    /// <summary>Step size of updates without a trust region.</summary>
    [JsonPropertyName("policy_learning_rate"), Range(1e-8, 100)]
    [Description("step size of npg and of vpg without l2_delta")]
    public double PolicyLearningRate { get; init; } = 1e-2;

    /// <summary>delta of the Euclidean trust region of <see cref="PolicyAlgorithm.Vpg"/>.</summary>
    [JsonPropertyName("l2_delta"), Range(1e-12, 100)]
    [Description("vpg: half the squared length of a step; auto: steps of policy_learning_rate times the gradient")]
    public double? EuclideanRadius { get; init; }

    /// <summary>Whether the damping follows how well steps go.</summary>
    [JsonPropertyName("adaptive_damping")]
    [Description("trpo, tnpg, npg: lower cg_damping after steps that gained what was predicted, raise it after others")]
    public bool AdaptDamping { get; init; }

    /// <summary>Whether a solve starts from the solution of the last one.</summary>
    [JsonPropertyName("cg_warm_start")]
    [Description("trpo, tnpg, npg: start each solve from the last one's solution, for one product more")]
    public bool WarmStart { get; init; }
}
