using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// Independent normal actions: with D = <see cref="DistributionSize.Actions"/>, the parameter row is the
/// means in columns [0, D) and the logarithms of the standard deviations, s, in columns [D, 2D).
/// </summary>
/// <remarks>
/// Sums over the D dimensions of
/// <code>
/// log p     = -z^2 / 2 - s - log(2 pi) / 2,  z = (action - mean) exp(-s)
/// entropy   = s + (1 + log(2 pi)) / 2
/// KL        = (exp(x) - 1 - x) / 2 + (mean_old - mean_new)^2 exp(-2 s_new) / 2,  x = 2 (s_old - s_new)
/// gradient  = z exp(-s) in the mean, z^2 - 1 in s
/// metric    = exp(-2 s) in the mean, 2 in s, diagonal
/// </code>
/// The first term of the KL divergence is half of <see cref="RelativeEntropy.Term"/> between masses 1 and
/// exp(x), so that small changes of s keep their accuracy.
/// </remarks>
public readonly struct DiagonalGaussian : IActionDistribution
{
    /// <inheritdoc/>
    public static bool DrawsFromNormal => true;

    /// <inheritdoc/>
    public static void Sample<TReal, TRow>(in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            TReal deviation = TReal.Exp(parameters[n.Actions + j]);
            action[j] = TReal.FusedMultiplyAdd(deviation, noise[j], parameters[j]);
        }
    }

    /// <inheritdoc/>
    public static void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            action[j] = parameters[j];
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
            TReal logDeviation = parameters[n.Actions + j];
            TReal z = (action[j] - parameters[j]) * TReal.Exp(-logDeviation);
            TReal logScale = logDeviation + TReal.Constant(UnitGaussian.HalfLogTwoPi);
            sum -= TReal.FusedMultiplyAdd(TReal.Constant(0.5) * z, z, logScale);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            sum += parameters[n.Actions + j] + TReal.Constant(0.5 + UnitGaussian.HalfLogTwoPi);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal half = TReal.Constant(0.5);
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal newLogDeviation = newParameters[n.Actions + j];
            TReal change = oldParameters[n.Actions + j] - newLogDeviation;
            TReal logVarianceRatio = change + change;
            TReal spread = RelativeEntropy.Term(
                TReal.Constant(1.0), TReal.Exp(logVarianceRatio), logVarianceRatio);

            TReal shift = (oldParameters[j] - newParameters[j]) * TReal.Exp(-newLogDeviation);
            sum = TReal.FusedMultiplyAdd(half, TReal.FusedMultiplyAdd(shift, shift, spread), sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal one = TReal.Constant(1.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal precisionRoot = TReal.Exp(-parameters[n.Actions + j]);
            TReal z = (action[j] - parameters[j]) * precisionRoot;
            gradient[j] = weight * (z * precisionRoot);
            gradient[n.Actions + j] = weight * TReal.FusedMultiplyAdd(z, z, -one);
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal one = TReal.Constant(1.0);
        TReal sum = TReal.Constant(0.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal precisionRoot = TReal.Exp(-parameters[n.Actions + j]);
            TReal z = (action[j] - parameters[j]) * precisionRoot;
            sum = TReal.FusedMultiplyAdd(z * precisionRoot, direction[j], sum);
            sum = TReal.FusedMultiplyAdd(TReal.FusedMultiplyAdd(z, z, -one), direction[n.Actions + j], sum);
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
            TReal newLogDeviation = newParameters[n.Actions + j];
            TReal precisionRoot = TReal.Exp(-newLogDeviation);
            TReal shift = (newParameters[j] - oldParameters[j]) * precisionRoot;
            gradient[j] = TReal.FusedMultiplyAdd(weight, shift * precisionRoot, gradient[j]);

            // exp(x) - 1 without cancellation: its own formula below zero, exp(x) (1 - exp(-x)) above.
            TReal change = oldParameters[n.Actions + j] - newLogDeviation;
            TReal x = change + change;
            TReal shrinkage = ExpMinusOne.OfNonPositive(-TReal.Abs(x));
            TReal growth = TReal.SelectLess(zero, x, -(shrinkage * TReal.Exp(x)), shrinkage);
            gradient[n.Actions + j] = TReal.FusedMultiplyAdd(
                -weight, TReal.FusedMultiplyAdd(shift, shift, growth), gradient[n.Actions + j]);
        }
    }

    /// <inheritdoc/>
    public static void EntropyGradient<TReal, TRow>(in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int j = 0; j < n.Actions; j++)
        {
            gradient[n.Actions + j] += weight;
        }
    }

    /// <inheritdoc/>
    public static void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal minusTwo = TReal.Constant(-2.0);
        TReal two = TReal.Constant(2.0);
        for (int j = 0; j < n.Actions; j++)
        {
            TReal precision = TReal.Exp(minusTwo * parameters[n.Actions + j]);
            result[j] = weight * (precision * direction[j]);
            result[n.Actions + j] = weight * (two * direction[n.Actions + j]);
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

        result[column] = TReal.Exp(-parameters[n.Actions + column]);
    }
}
