namespace TrpoGpu.Backends;

/// <summary>How a rollout chooses actions.</summary>
/// <param name="Deterministic">
/// The most likely action instead of a drawn one; a source that steps environments on the host then records NaN as its
/// log-probability.
/// </param>
/// <param name="NoiseHoldSteps">
/// Steps for which the noise behind the actions is held before it is drawn anew; 1 draws at every step. Held noise
/// explores consistently in time. It is a heuristic: the state that held noise led to says something of that noise, so
/// an action follows the policy's distribution exactly only where its noise is new, and the gradient is slightly
/// biased.
/// </param>
/// <param name="ObservationClip">Normalised observations are clipped to plus and minus this.</param>
/// <param name="Discount">gamma of the running discounted returns, whose variance can scale rewards.</param>
/// <param name="BranchCopies">
/// Environments that share the noise behind their actions: groups of so many neighbours draw that of the group's first
/// on every step but the first of the rollout (common random numbers). N is to be a multiple of it. Start states after
/// an episode's end stay each environment's own.
/// </param>
/// <param name="EnumerateFirstAction">
/// On the first step of the rollout environment n takes action n mod <paramref name="BranchCopies"/> instead of a
/// drawn one, so that a group tries every action once; needs one discrete action of BranchCopies choices.
/// </param>
public readonly record struct RolloutOptions(
    bool Deterministic = false,
    int NoiseHoldSteps = 1,
    float ObservationClip = RolloutOptions.DefaultObservationClip,
    float Discount = 0.99f,
    int BranchCopies = 1,
    bool EnumerateFirstAction = false)
{
    /// <summary>Ten standard deviations: beyond it lies an error or a surprise, not information.</summary>
    public const float DefaultObservationClip = 10f;

    /// <summary>The defaults, which a struct's own empty constructor would leave at zeros.</summary>
    public RolloutOptions()
        : this(Deterministic: false)
    {
    }
}
