namespace TrpoGpu.Backends;

/// <summary>
/// What <see cref="ComputeBackend.ProximalGradient"/> adds to the surrogate loss, and where it stops following it.
/// </summary>
/// <param name="ClipRange">The ratio counts from <c>1 - ClipRange</c> to <c>1 + ClipRange</c>, the bounds included;
/// positive, infinite for no clipping.</param>
/// <param name="KlPenalty">What a nat of mean KL(old, new) adds to the loss; not negative.</param>
/// <param name="EntropyBonus">What a nat of mean entropy takes from the loss.</param>
public readonly record struct ProximalTerms(
    float ClipRange = float.PositiveInfinity, float KlPenalty = 0, float EntropyBonus = 0)
{
    /// <summary>The surrogate loss alone.</summary>
    public ProximalTerms()
        : this(float.PositiveInfinity)
    {
    }
}
