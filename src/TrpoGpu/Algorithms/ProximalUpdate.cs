using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// Proximal Policy Optimization with the clipped surrogate (Schulman et al. 2017, eq. 7): passes of minibatch Adam on
/// <c>-mean(min(ratio A, clip(ratio, 1 - ClipRange, 1 + ClipRange) A))</c>.
/// </summary>
/// <param name="backend">Where it computes.</param>
/// <param name="policy">The network.</param>
/// <param name="capacity">The most rows of a batch.</param>
/// <param name="minibatches">Passes, minibatches, learning rate, entropy bonus.</param>
/// <param name="clipRange">How far a ratio may leave 1 and still count; positive.</param>
/// <param name="klStop">Mean KL(old, new) at which no further pass begins; null for none.</param>
/// <param name="seed">Of the minibatches.</param>
public sealed class ProximalUpdate(
    ComputeBackend backend, NetworkShape policy, int capacity, MinibatchOptions minibatches, float clipRange,
    double? klStop, ulong seed)
    : MinibatchUpdate(backend, policy, capacity, minibatches, seed)
{
    private protected override ProximalTerms Terms { get; } =
        new(ClipRange: clipRange, EntropyBonus: minibatches.EntropyBonus);

    private protected override double KlStop { get; } = klStop ?? double.PositiveInfinity;
}
