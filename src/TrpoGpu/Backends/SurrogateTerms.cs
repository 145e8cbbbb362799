namespace TrpoGpu.Backends;

/// <summary>What the trust region asks of a candidate, as means over the batch, summed in double.</summary>
/// <param name="SurrogateLoss">-mean(ratio * advantage), minimised.</param>
/// <param name="MeanKlOldToNew">mean KL(pi_old(.|s), pi(.|s)) in nats.</param>
/// <param name="Entropy">mean entropy of pi(.|s) in nats.</param>
/// <param name="LargestLogRatio">max |log pi(a|s) - log pi_old(a|s)|; NaN if any is NaN.</param>
public readonly record struct SurrogateTerms(
    double SurrogateLoss, double MeanKlOldToNew, double Entropy, double LargestLogRatio);
