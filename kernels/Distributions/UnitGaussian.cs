using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// Independent normal numbers of variance one around the network's outputs: fitting it is least squares, its Fisher
/// metric is the identity, and a Fisher product over it is a Gauss-Newton product. The head of value functions.
/// </summary>
public readonly struct UnitGaussian : IActionDistribution
{
    /// <summary>log(2 pi) / 2: the normaliser of one column's density.</summary>
    internal const double HalfLogTwoPi = 0.91893853320467274178;

    /// <inheritdoc/>
    public static bool DrawsFromNormal => true;

    /// <inheritdoc/>
    public static void Sample<TReal, TRow>(in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int column = 0; column < n.Actions; column++)
        {
            action[column] = parameters[column] + noise[column];
        }
    }

    /// <inheritdoc/>
    public static void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int column = 0; column < n.Actions; column++)
        {
            action[column] = parameters[column];
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbability<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        TReal.Constant(-HalfLogTwoPi * n.Actions) - HalfSquaredDistance<TReal, TRow>(n, parameters, action);

    /// <inheritdoc/>
    public static TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        TReal.Constant((HalfLogTwoPi + 0.5) * n.Actions);

    /// <inheritdoc/>
    public static TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal> =>
        HalfSquaredDistance<TReal, TRow>(n, oldParameters, newParameters);

    /// <inheritdoc/>
    public static void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int column = 0; column < n.Actions; column++)
        {
            gradient[column] = weight * (action[column] - parameters[column]);
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int column = 0; column < n.Actions; column++)
        {
            sum = TReal.FusedMultiplyAdd(action[column] - parameters[column], direction[column], sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void KlOldToNewGradient<TReal, TRow>(
        in DistributionSize n, TRow oldParameters, TRow newParameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int column = 0; column < n.Actions; column++)
        {
            gradient[column] = TReal.FusedMultiplyAdd(
                weight, newParameters[column] - oldParameters[column], gradient[column]);
        }
    }

    /// <inheritdoc/>
    public static void EntropyGradient<TReal, TRow>(in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        // The entropy of a normal number depends on its variance alone, which is one.
    }

    /// <inheritdoc/>
    public static void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        for (int column = 0; column < n.Actions; column++)
        {
            result[column] = weight * direction[column];
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

        result[column] = TReal.Constant(1.0);
    }

    private static TReal HalfSquaredDistance<TReal, TRow>(in DistributionSize n, TRow left, TRow right)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0);
        for (int column = 0; column < n.Actions; column++)
        {
            TReal difference = left[column] - right[column];
            sum = TReal.FusedMultiplyAdd(difference, difference, sum);
        }

        return TReal.Constant(0.5) * sum;
    }
}
