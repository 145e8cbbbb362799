using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;

namespace TrpoGpu;

/// <content>Which update is made, and what only some updates ask for.</content>
public sealed partial record TrpoOptions
{
    /// <summary>The update.</summary>
    [JsonPropertyName("algo")]
    [Description("how a batch changes the policy: trpo, tnpg, npg, vpg, kl_penalty, ppo, acktr")]
    public PolicyAlgorithm Algorithm { get; init; } = PolicyAlgorithm.Trpo;

    /// <summary>Step size of updates without a trust region.</summary>
    [JsonPropertyName("policy_learning_rate"), Range(1e-8, 100)]
    [Description(
        "step size of npg and of vpg without l2_delta, largest one of acktr; learning rate of ppo's and kl_penalty's " +
        "Adam")]
    public double PolicyLearningRate { get; init; } = 3e-4;

    /// <summary>delta of the Euclidean trust region of <see cref="PolicyAlgorithm.Vpg"/>.</summary>
    [JsonPropertyName("l2_delta"), Range(1e-12, 100)]
    [Description("vpg: half the squared length of a step; auto: steps of policy_learning_rate times the gradient")]
    public double? EuclideanRadius { get; init; }

    /// <summary>Which matrix stands for the Fisher matrix.</summary>
    [JsonPropertyName("fisher")]
    [Description("trpo, tnpg, npg: gauss_newton (exact), or empirical (of the actions that were taken)")]
    public FisherKind Fisher { get; init; }

    /// <summary>How the natural direction is solved for.</summary>
    [JsonPropertyName("direction_solver")]
    [Description("trpo, tnpg, npg: cg, or dense (exact inverse, for policies of at most 2048 parameters)")]
    public DirectionSolver Solver { get; init; }

    /// <summary>What conjugate gradients are preconditioned with.</summary>
    [JsonPropertyName("cg_preconditioner")]
    [Description("trpo, tnpg, npg: none, diagonal, or kfac (Kronecker factors of every layer)")]
    public CgPreconditioner Preconditioner { get; init; }

    /// <summary>Decay of the running averages of Kronecker factors.</summary>
    [JsonPropertyName("kfac_decay"), Range(0, 0.999999)]
    [Description("acktr: decay of the running averages of the Kronecker factors; 0 takes each batch's own")]
    public double KroneckerDecay { get; init; } = 0.95;

    /// <summary>Whether the damping follows how well steps go.</summary>
    [JsonPropertyName("adaptive_damping")]
    [Description("trpo, tnpg, npg: lower cg_damping after steps that gained what was predicted, raise it after others")]
    public bool AdaptDamping { get; init; }

    /// <summary>Whether a solve starts from the solution of the last one.</summary>
    [JsonPropertyName("cg_warm_start")]
    [Description("trpo, tnpg, npg: start each solve from the last one's solution, for one product more")]
    public bool WarmStart { get; init; }

    /// <summary>The most passes over a batch.</summary>
    [JsonPropertyName("n_epochs"), Range(1, 1000)]
    [Description("ppo, kl_penalty: passes over the batch per update")]
    public int Passes { get; init; } = 10;

    /// <summary>Rows of one step of a pass.</summary>
    [JsonPropertyName("policy_batch_size"), Range(1, 1_000_000)]
    [Description("ppo, kl_penalty: rows of one step of Adam")]
    public int PolicyMinibatchRows { get; init; } = 64;

    /// <summary>Factor on the mean entropy.</summary>
    [JsonPropertyName("ent_coef"), Range(0, 100)]
    [Description("ppo, kl_penalty: factor on the mean entropy, which is maximised besides")]
    public double EntropyBonus { get; init; }

    /// <summary>epsilon of the clipped surrogate.</summary>
    [JsonPropertyName("clip_range"), Range(1e-6, 100)]
    [Description("ppo: how far a probability ratio may leave 1 and still count")]
    public double ClipRange { get; init; } = 0.2;

    /// <summary>KL at which no further pass begins.</summary>
    [JsonPropertyName("kl_stop"), Range(1e-8, 100)]
    [Description("ppo: mean KL(old, new) at which no further pass begins; auto: none")]
    public double? KlStop { get; init; }

    /// <summary>Factor on the KL.</summary>
    [JsonPropertyName("kl_coef"), Range(1e-6, 1e6)]
    [Description("kl_penalty: factor on the mean KL(old, new); the first one, if it adapts")]
    public double KlCoefficient { get; init; } = 1;

    /// <summary>Whether the factor follows <see cref="MaxKl"/>.</summary>
    [JsonPropertyName("kl_coef_adaptive")]
    [Description("kl_penalty: double or halve kl_coef where an update's KL is far from target_kl")]
    public bool AdaptKlCoefficient { get; init; } = true;
}
