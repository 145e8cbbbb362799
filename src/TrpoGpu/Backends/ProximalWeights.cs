namespace TrpoGpu.Backends;

/// <summary>
/// <see cref="ProximalTerms"/> as heads apply them to a row: rounded here, once, so that every engine has the same.
/// </summary>
/// <param name="LowestRatio">A smaller ratio of a row with a negative advantage weighs nothing.</param>
/// <param name="HighestRatio">A larger ratio of a row with a positive advantage weighs nothing.</param>
/// <param name="Kl">What the gradient of a row's KL(old, new) is weighted by; 0 for no such term.</param>
/// <param name="Entropy">What the gradient of a row's entropy is weighted by; 0 for no such term.</param>
internal readonly record struct ProximalWeights(float LowestRatio, float HighestRatio, float Kl, float Entropy)
{
    /// <summary>Nothing but the surrogate loss.</summary>
    public static ProximalWeights None => new(float.NegativeInfinity, float.PositiveInfinity, 0, 0);

    /// <summary>The weights of a mean over <paramref name="rows"/> rows.</summary>
    public static ProximalWeights Of(in ProximalTerms terms, int rows) => new(
        1f - terms.ClipRange, 1f + terms.ClipRange, terms.KlPenalty / rows, -(terms.EntropyBonus / rows));
}
