using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The penalised form of TRPO's problem (Schulman et al. 2017, eq. 8): passes of minibatch Adam on
/// <c>-mean(ratio A) + coefficient * mean KL(old, new)</c>. The coefficient is fixed; or it doubles after an update
/// that moved beyond 1.5 times a target KL, and is halved after one that moved less than the target by as much.
/// </summary>
public sealed class KlPenaltyUpdate : MinibatchUpdate
{
    private const double Tolerance = 1.5;
    private const double Step = 2;

    // Beyond these a coefficient no longer means anything, and would take as many updates to come back.
    private const double Least = 1e-6;
    private const double Most = 1e6;

    private readonly double? targetKl;
    private readonly float entropyBonus;
    private double coefficient;

    /// <summary>Allocates an update of a policy.</summary>
    /// <param name="backend">Where it computes.</param>
    /// <param name="policy">The network.</param>
    /// <param name="capacity">The most rows of a batch.</param>
    /// <param name="minibatches">Passes, minibatches, learning rate, entropy bonus.</param>
    /// <param name="coefficient">Factor on the KL, positive; the first one, if it adapts.</param>
    /// <param name="targetKl">The KL of an update that the coefficient adapts to; null for a fixed one.</param>
    /// <param name="seed">Of the minibatches.</param>
    public KlPenaltyUpdate(
        ComputeBackend backend, NetworkShape policy, int capacity, MinibatchOptions minibatches, double coefficient,
        double? targetKl, ulong seed)
        : base(backend, policy, capacity, minibatches, seed)
    {
        this.coefficient = coefficient;
        this.targetKl = targetKl;
        entropyBonus = minibatches.EntropyBonus;
    }

    /// <summary>Factor on the KL in the next update.</summary>
    public double Coefficient => coefficient;

    /// <inheritdoc/>
    public override int StateLength => base.StateLength + 1;

    private protected override ProximalTerms Terms =>
        new(KlPenalty: (float)coefficient, EntropyBonus: entropyBonus);

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        base.ReadState(destination);
        destination[base.StateLength] = coefficient;
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source)
    {
        base.WriteState(source);
        coefficient = source[base.StateLength];
    }

    internal override string? FaultOf(ReadOnlySpan<double> state)
    {
        double kept = state[base.StateLength];
        return base.FaultOf(state) ?? (kept is >= Least and <= Most ? null : $"its coefficient is {kept}");
    }

    private protected override void LearnCore(in UpdateReport report)
    {
        base.LearnCore(report);
        if (targetKl is double target)
        {
            // A step that ended in numbers too large to hold went too far.
            bool isFar = report.Outcome == UpdateOutcome.NonFinite ||
                report.End.MeanKlOldToNew > target * Tolerance;
            bool isNear = report.Outcome == UpdateOutcome.Accepted &&
                report.End.MeanKlOldToNew < target / Tolerance;
            coefficient = Math.Clamp(
                isFar ? coefficient * Step : isNear ? coefficient / Step : coefficient, Least, Most);
        }
    }
}
