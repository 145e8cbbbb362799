using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// Independent switches: <see cref="DistributionSize.Actions"/> logits, each log(P(1) / P(0)) of an action
/// column that is 0 or 1.
/// </summary>
/// <remarks>
/// With sigma the logistic function and l a logit, P(1) = sigma(l) and P(0) = sigma(-l). Sums over the
/// columns of
/// <code>
/// log p     = -softplus(-l) for 1, -softplus(l) for 0
/// entropy   = log(1 + exp(-|l|)) + |l| sigma(-|l|)
/// KL        = sum over both outcomes of p log(p / q)
/// gradient  = action - sigma(l)
/// metric    = sigma(l) sigma(-l), diagonal
/// </code>
/// A draw is 0 where the uniform number is below P(0). A logit of minus infinity is a switch that is never
/// on, one of infinity a switch that always is.
/// </remarks>
public readonly struct Bernoulli : IActionDistribution
{
    /// <inheritdoc/>
    public static bool DrawsFromNormal => false;

    /// <inheritdoc/>
    public static void Sample<TReal, TRow>(in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal off = Sigmoid.Value(-parameters[j]);
            TReal drawn = TReal.SelectLess(noise[j], off, zero, one);
            action[j] = TReal.SelectEqual(off, off, drawn, off);
        }
    }

    /// <inheritdoc/>
    public static void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal logit = parameters[j];
            TReal mode = TReal.SelectLess(zero, logit, one, zero);
            action[j] = TReal.SelectEqual(logit, logit, mode, logit);
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbability<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            sum -= Softplus.Value(LogOddsAgainst(parameters[j], action[j]));
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal sum = zero;
        for (int j = 0; j < n.Actions; j++)
        {
            // -log of the likelier outcome, and what -log of the other has more, by the other's probability.
            TReal magnitude = TReal.Abs(parameters[j]);
            TReal unlikely = Sigmoid.Value(-magnitude);
            sum += LogNormalizer(magnitude) +
                TReal.SelectEqual(unlikely, zero, zero, unlikely * magnitude);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal oldLogit = oldParameters[j];
            TReal newLogit = newParameters[j];

            // log P(0) = -max(l, 0) - normalizer, log P(1) = -max(-l, 0) - normalizer; differences of like
            // with like first, each small where the two distributions are close.
            TReal normalizerChange = LogNormalizer(newLogit) - LogNormalizer(oldLogit);
            TReal logRatioOff = Relu.Value(oldLogit) - Relu.Value(newLogit) - normalizerChange;
            TReal logRatioOn = Relu.Value(-oldLogit) - Relu.Value(-newLogit) - normalizerChange;
            sum += RelativeEntropy.Term(Sigmoid.Value(-oldLogit), Sigmoid.Value(-newLogit), logRatioOff) +
                RelativeEntropy.Term(Sigmoid.Value(oldLogit), Sigmoid.Value(newLogit), logRatioOn);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            // action - P(1) is the probability of the other outcome, up to sign: nothing is subtracted.
            TReal chosen = action[j];
            TReal other = weight * Sigmoid.Value(LogOddsAgainst(parameters[j], chosen));
            gradient[j] = TReal.SelectEqual(chosen, TReal.Constant(1.0), other, -other);
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal chosen = action[j];
            TReal other = Sigmoid.Value(LogOddsAgainst(parameters[j], chosen));
            TReal score = TReal.SelectEqual(chosen, TReal.Constant(1.0), other, -other);
            sum = TReal.FusedMultiplyAdd(score, direction[j], sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void KlOldToNewGradient<TReal, TRow>(
        in DistributionSize n, TRow oldParameters, TRow newParameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            // The difference of the probabilities of the outcome that the new distribution finds less likely: small
            // numbers, whose difference keeps its digits where both switches are nearly certain.
            TReal oldLogit = oldParameters[j];
            TReal newLogit = newParameters[j];
            TReal oldUnlikely = TReal.SelectLess(zero, newLogit, -oldLogit, oldLogit);
            TReal newUnlikely = TReal.SelectLess(zero, newLogit, -newLogit, newLogit);
            TReal more = Sigmoid.Value(newUnlikely) - Sigmoid.Value(oldUnlikely);
            gradient[j] = TReal.FusedMultiplyAdd(weight, TReal.SelectLess(zero, newLogit, -more, more), gradient[j]);
        }
    }

    /// <inheritdoc/>
    public static void EntropyGradient<TReal, TRow>(in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal logit = parameters[j];
            TReal variance = Sigmoid.Value(logit) * Sigmoid.Value(-logit);
            TReal slope = TReal.SelectEqual(variance, zero, zero, -(variance * logit));
            gradient[j] = TReal.FusedMultiplyAdd(weight, slope, gradient[j]);
        }
    }

    /// <inheritdoc/>
    public static void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            TReal logit = parameters[j];
            TReal variance = Sigmoid.Value(logit) * Sigmoid.Value(-logit);
            result[j] = weight * (variance * direction[j]);
        }
    }

    /// <inheritdoc/>
    public static void FisherMetricFactor<TReal, TRow>(
        in DistributionSize n, TRow parameters, int column, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            result[j] = TReal.Constant(0.0);
        }

        TReal logit = parameters[column];
        result[column] = TReal.Sqrt(Sigmoid.Value(logit) * Sigmoid.Value(-logit));
    }

    // log(P(other outcome) / P(outcome)); NaN for an action that is neither 0 nor 1.
    private static TReal LogOddsAgainst<TReal>(TReal logit, TReal action)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal off = TReal.SelectEqual(
            action, TReal.Constant(0.0), logit, TReal.Constant(double.NaN));
        return TReal.SelectEqual(action, TReal.Constant(1.0), -logit, off);
    }

    // log(1 + exp(-|l|)): minus the logarithm of the likelier outcome's probability.
    private static TReal LogNormalizer<TReal>(TReal logit)
        where TReal : unmanaged, IReal<TReal> =>
        LogOnePlus.OfNonNegative(TReal.Exp(-TReal.Abs(logit)));
}
