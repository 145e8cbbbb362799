using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <summary>How the value function is fitted.</summary>
public enum CriticMethod
{
    /// <summary>Passes of minibatch Adam.</summary>
    Adam,

    /// <summary>Gauss-Newton steps in a trust region on the values.</summary>
    GaussNewton,
}

/// <summary>
/// Settings of a training run. The names in configuration files are sb3-contrib's where it has the setting; so are the
/// defaults, except how much is sampled, what is normalised, and how the value function is fitted. Presets for
/// the built-in environments are in <see cref="Presets"/>.
/// </summary>
public sealed partial record TrpoOptions
{
    /// <summary>N.</summary>
    [JsonPropertyName("n_envs"), Range(1, 1_000_000)]
    [Description("environments stepped in parallel")]
    public int Environments { get; init; } = 16;

    /// <summary>T.</summary>
    [JsonPropertyName("n_steps"), Range(1, 1_000_000)]
    [Description("steps of each environment per update; n_envs * n_steps samples make a batch")]
    public int Steps { get; init; } = 128;

    /// <summary>Hidden widths of the policy and of the value function.</summary>
    [JsonPropertyName("net_arch")]
    [Description("hidden widths of policy and value function")]
    public ImmutableArray<int> Hidden { get; init; } = [64, 64];

    /// <summary>Activation of the hidden layers.</summary>
    [JsonPropertyName("activation_fn")]
    [Description("activation of the hidden layers: tanh, relu, elu, sigmoid, softplus, identity")]
    public ActivationKind Activation { get; init; } = ActivationKind.Tanh;

    /// <summary>Initial logarithm of the standard deviation of continuous actions.</summary>
    [JsonPropertyName("log_std_init"), Range(-20, 2)]
    [Description("initial log standard deviation of continuous actions")]
    public double InitialLogStandardDeviation { get; init; }

    /// <summary>gamma.</summary>
    [JsonPropertyName("gamma"), Range(0, 1)]
    [Description("discount of future rewards per step")]
    public double Discount { get; init; } = 0.99;

    /// <summary>lambda of generalised advantage estimation.</summary>
    [JsonPropertyName("gae_lambda"), Range(0, 1)]
    [Description("0 trusts the value function, 1 the returns")]
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>delta: the trust region.</summary>
    [JsonPropertyName("target_kl"), Range(1e-8, 10)]
    [Description(
        "mean KL of an update in nats, old to new: bound of trpo, model's of tnpg and acktr, target of kl_penalty")]
    public double MaxKl { get; init; } = 0.01;

    /// <summary>The multiple of the identity added to the Fisher matrix.</summary>
    [JsonPropertyName("cg_damping"), Range(0, 100)]
    [Description("multiple of the identity added to the Fisher matrix, and to the critic's Gauss-Newton matrix")]
    public double Damping { get; init; } = 0.1;

    /// <summary>Fisher products per update.</summary>
    [JsonPropertyName("cg_max_steps"), Range(1, 1000)]
    [Description("trpo, tnpg, npg: conjugate-gradient iterations, each one Fisher product")]
    public int MaxIterations { get; init; } = 15;

    /// <summary>|r|^2 at which the solve has converged.</summary>
    [JsonPropertyName("cg_tolerance"), Range(0, 1)]
    [Description("trpo, tnpg, npg: squared residual at which the solve stops early")]
    public double ResidualTolerance { get; init; } = 1e-10;

    /// <summary>
    /// 1 averages the Fisher matrix, and the Gauss-Newton matrix of the critic, over all rows of a batch, k over one in
    /// k. Null, the default, leaves as many rows as know the matrix well: see
    /// <see cref="Algorithms.Solvers.CurvatureRows"/>.
    /// </summary>
    [JsonPropertyName("sub_sampling_factor"), Range(1, 1000)]
    [Description("curvature is averaged over one row in this many; auto: over all below 4096 rows, else some 2048")]
    public int? FisherRowStride { get; init; }

    /// <summary>Factor from one trial step to the next.</summary>
    [JsonPropertyName("line_search_shrinking_factor"), Range(0.01, 0.99)]
    [Description("trpo: factor from one trial step to the next")]
    public double BacktrackRatio { get; init; } = 0.8;

    /// <summary>Trial steps.</summary>
    [JsonPropertyName("line_search_max_iter"), Range(1, 100)]
    [Description("trpo: trial steps before the update is given up")]
    public int MaxTrials { get; init; } = 10;

    /// <summary>Share of the predicted improvement that a step must reach.</summary>
    [JsonPropertyName("line_search_accept_ratio"), Range(0, 1)]
    [Description("trpo: share of the predicted improvement that a step must reach; 0 asks for any")]
    public double AcceptRatio { get; init; }

    /// <summary>Whether advantages are shifted and scaled to mean zero and variance one.</summary>
    [JsonPropertyName("normalize_advantage")]
    [Description("standardise advantages over the batch")]
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Whether observations are shifted and scaled by their running moments.</summary>
    [JsonPropertyName("normalize_observations")]
    [Description("standardise observations by their running mean and variance")]
    public bool NormalizeObservations { get; init; } = true;

    /// <summary>Whether rewards are scaled by the deviation of the running discounted return.</summary>
    [JsonPropertyName("normalize_rewards")]
    [Description("scale rewards by the standard deviation of the running discounted return")]
    public bool NormalizeRewards { get; init; } = true;

    /// <summary>Steps for which the noise behind the actions is held.</summary>
    [JsonPropertyName("noise_hold_steps"), Range(1, 10_000)]
    [Description("steps for which the noise behind the actions is held; more than 1 explores consistently in time")]
    public int NoiseHoldSteps { get; init; } = 1;

    /// <summary>Whether the first episodes are of different lengths.</summary>
    [JsonPropertyName("stagger_starts")]
    [Description(
        "spread the environments' first clocks over the time limit, so that batches hold all phases of long " +
        "episodes; first episodes cut short by that are not counted")]
    public bool StaggerStarts { get; init; }

    /// <summary>How the value function is fitted.</summary>
    [JsonPropertyName("critic")]
    [Description("how the value function is fitted: adam or gauss_newton")]
    public CriticMethod Critic { get; init; } = CriticMethod.GaussNewton;

    /// <summary>Gauss-Newton steps per update.</summary>
    [JsonPropertyName("critic_steps"), Range(0, 1000)]
    [Description("critic=gauss_newton: steps per update")]
    public int CriticSteps { get; init; } = 3;

    /// <summary>Passes of Adam over the batch.</summary>
    [JsonPropertyName("n_critic_updates"), Range(0, 10_000)]
    [Description("critic=adam: passes over the batch per update")]
    public int CriticUpdates { get; init; } = 10;

    /// <summary>Rows of one step of Adam.</summary>
    [JsonPropertyName("batch_size"), Range(1, 1_000_000)]
    [Description("critic=adam: rows of one step; the policy's is policy_batch_size")]
    public int CriticMinibatchRows { get; init; } = 128;

    /// <summary>Of Adam.</summary>
    [JsonPropertyName("learning_rate"), Range(1e-8, 10)]
    [Description("critic=adam: learning rate; the policy's is policy_learning_rate")]
    public double CriticLearningRate { get; init; } = 1e-3;

    /// <summary>Trust region of one Gauss-Newton step.</summary>
    [JsonPropertyName("critic_max_change"), Range(1e-8, 10)]
    [Description(
        "mean squared change of the values in one Gauss-Newton step, as a share of twice the mean squared error")]
    public double CriticMaxRelativeChange { get; init; } = 0.5;

    /// <summary>The most rows of a batch that a Gauss-Newton step fits.</summary>
    [JsonPropertyName("critic_max_rows"), Range(1, int.MaxValue)]
    [Description("most rows of one Gauss-Newton step; of a larger batch every step sees another random part")]
    public int CriticMaxRows { get; init; } = 32_768;

    /// <summary>Gauss-Newton products per step of the value function.</summary>
    [JsonPropertyName("critic_cg_max_steps"), Range(1, 1000)]
    [Description("conjugate-gradient iterations of one Gauss-Newton step")]
    public int CriticMaxIterations { get; init; } = 10;

    /// <summary>Samples of the whole run.</summary>
    [JsonPropertyName("total_timesteps"), Range(1, long.MaxValue)]
    [Description("environment steps of the whole run")]
    public long TotalSteps { get; init; } = 100_000;

    /// <summary>B = N*T.</summary>
    [JsonIgnore]
    public int BatchRows => Environments * Steps;
}
