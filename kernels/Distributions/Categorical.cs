using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// One of <see cref="DistributionSize.NetworkOutputs"/> actions, with the parameter row as logits.
/// </summary>
/// <remarks>
/// <code>
/// log p_i   = logit_i - m - log sum_j exp(logit_j - m),  m = max_j logit_j
/// entropy   = -sum_i p_i log p_i
/// KL        = sum_i p_i log(p_i / q_i)
/// gradient  = 1[i = action] - p_i
/// metric    = diag(p) - p p'
/// </code>
/// A draw is the action i for which the uniform number lies in [p_0 + ... + p_(i-1), p_0 + ... + p_i).
/// </remarks>
public readonly struct Categorical : IActionDistribution
{
    /// <inheritdoc/>
    public static bool DrawsFromNormal => false;

    /// <inheritdoc/>
    public static void Sample<TReal, TRow>(in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        action[0] = CategoricalSegment.Sample(parameters, 0, n.NetworkOutputs, noise[0]);

    /// <inheritdoc/>
    public static void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        action[0] = CategoricalSegment.Mode<TReal, TRow>(parameters, 0, n.NetworkOutputs);

    /// <inheritdoc/>
    public static TReal LogProbability<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.LogProbability(parameters, 0, n.NetworkOutputs, action[0]);

    /// <inheritdoc/>
    public static TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.Entropy<TReal, TRow>(parameters, 0, n.NetworkOutputs);

    /// <inheritdoc/>
    public static TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.KlOldToNew<TReal, TRow>(oldParameters, newParameters, 0, n.NetworkOutputs);

    /// <inheritdoc/>
    public static void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.LogProbabilityGradient(
            parameters, 0, n.NetworkOutputs, action[0], weight, gradient);

    /// <inheritdoc/>
    public static TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.LogProbabilityTangent<TReal, TRow>(parameters, 0, n.NetworkOutputs, action[0], direction);

    /// <inheritdoc/>
    public static void KlOldToNewGradient<TReal, TRow>(
        in DistributionSize n, TRow oldParameters, TRow newParameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.KlOldToNewGradient(oldParameters, newParameters, 0, n.NetworkOutputs, weight, gradient);

    /// <inheritdoc/>
    public static void EntropyGradient<TReal, TRow>(in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.EntropyGradient(parameters, 0, n.NetworkOutputs, weight, gradient);

    /// <inheritdoc/>
    public static void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.FisherMetric(parameters, 0, n.NetworkOutputs, direction, weight, result);

    /// <inheritdoc/>
    public static void FisherMetricFactor<TReal, TRow>(
        in DistributionSize n, TRow parameters, int column, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        CategoricalSegment.FisherMetricFactor<TReal, TRow>(parameters, 0, n.NetworkOutputs, column, result);
}
