namespace TrpoGpu.Algorithms;

/// <summary>How a batch changes a policy: TRPO and its relatives.</summary>
public enum PolicyAlgorithm
{
    /// <summary>Trust Region Policy Optimization: <see cref="TrustRegionUpdate"/>.</summary>
    Trpo,

    /// <summary>Truncated natural policy gradient: <see cref="TruncatedNaturalGradientUpdate"/>.</summary>
    Tnpg,

    /// <summary>Natural policy gradient with a fixed step: <see cref="NaturalGradientUpdate"/>.</summary>
    Npg,

    /// <summary>The policy gradient itself: <see cref="PolicyGradientUpdate"/>.</summary>
    Vpg,

    /// <summary>The KL-penalised surrogate by minibatches: <see cref="KlPenaltyUpdate"/>.</summary>
    KlPenalty,

    /// <summary>Proximal Policy Optimization: <see cref="ProximalUpdate"/>.</summary>
    Ppo,

    /// <summary>Natural gradient by Kronecker factors: <see cref="KroneckerUpdate"/>.</summary>
    Acktr,
}
