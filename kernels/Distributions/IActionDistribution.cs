using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// What the policy network's output means: the distribution of an action given one row of distribution
/// parameters. One source for the GPU kernels and for the vectors of the CPU engine.
/// </summary>
/// <remarks>
/// A discrete action is stored as its index, a Bernoulli action as 0 or 1, each as a float in its own column.
/// Gradients and metrics are with respect to the whole row of distribution parameters, free ones included.
/// <para>
/// A NaN parameter makes every result that depends on it NaN, drawn actions included. The log-probability and
/// its gradient are NaN for an action column that is not one of the distribution's actions. A logit of minus
/// infinity masks an action: it is never drawn, and adds nothing to entropy and KL divergence.
/// </para>
/// </remarks>
public interface IActionDistribution
{
    /// <summary>Whether drawing reads standard normal numbers instead of uniform ones.</summary>
    static abstract bool DrawsFromNormal { get; }

    /// <summary>
    /// Draws an action as a function of noise: equal noise and equal parameters give equal actions.
    /// </summary>
    /// <param name="n">Sizes.</param>
    /// <param name="parameters">[Parameters] read.</param>
    /// <param name="noise">
    /// [Actions] read: independent numbers, uniform in (0, 1) or, if <see cref="DrawsFromNormal"/>, standard
    /// normal. It may be the action row.
    /// </param>
    /// <param name="action">[Actions] write.</param>
    static abstract void Sample<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>The most likely action (of equal ones the first).</summary>
    static abstract void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>log pi(action), in nats; the density's logarithm for continuous actions.</summary>
    static abstract TReal LogProbability<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>Entropy in nats; differential for continuous actions.</summary>
    static abstract TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// KL(old, new) = E_old[log old - log new] in nats: exactly zero for equal rows, and infinite where new
    /// gives no probability to an action that old does.
    /// </summary>
    static abstract TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// <c>gradient = weight * d log pi(action) / d parameters</c>. The gradient row may be the parameter row.
    /// </summary>
    static abstract void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// The derivative of log pi(action) along a direction in parameter space, <c>s' direction</c> with s the score
    /// that <see cref="LogProbabilityGradient"/> weights. That times the score is the empirical Fisher metric.
    /// </summary>
    static abstract TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// <c>gradient += weight * d KL(old, new) / d new</c>: added, because a divergence is one term of a loss among
    /// others. The gradient row is neither parameter row.
    /// </summary>
    static abstract void KlOldToNewGradient<TReal, TRow>(
        in DistributionSize n, TRow oldParameters, TRow newParameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// <c>gradient += weight * d entropy / d parameters</c>: added, for the same reason. The gradient row is not the
    /// parameter row.
    /// </summary>
    static abstract void EntropyGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// <c>result = weight * M direction</c>, with M the Fisher information of the distribution in its
    /// parameters. The result row may be the direction row.
    /// </summary>
    static abstract void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;

    /// <summary>
    /// One column of a factor S of the Fisher information of the network outputs, <c>M = S S'</c>:
    /// <c>result = S e_column</c>.
    /// </summary>
    /// <param name="n">Sizes.</param>
    /// <param name="parameters">[Parameters] read.</param>
    /// <param name="column">0 to NetworkOutputs - 1.</param>
    /// <param name="result">[NetworkOutputs] write; not the parameter row.</param>
    static abstract void FisherMetricFactor<TReal, TRow>(
        in DistributionSize n, TRow parameters, int column, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>;
}
