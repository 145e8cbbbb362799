using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// Several independent categorical actions at once, one a branch: the parameter row holds the logits of
/// branch 0, then those of branch 1, and so on; the action row one index a branch.
/// </summary>
/// <remarks>
/// Log-probability, entropy and KL are sums of those of <see cref="Categorical"/> over the branches; gradient
/// and metric act on each branch's logits by themselves.
/// </remarks>
public readonly struct MultiCategorical : IActionDistribution
{
    /// <inheritdoc/>
    public static bool DrawsFromNormal => false;

    /// <inheritdoc/>
    public static void Sample<TReal, TRow>(in DistributionSize n, TRow parameters, TRow noise, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            action[branch] = CategoricalSegment.Sample(parameters, first, count, noise[branch]);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static void Mode<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            action[branch] = CategoricalSegment.Mode<TReal, TRow>(parameters, first, count);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbability<TReal, TRow>(in DistributionSize n, TRow parameters, TRow action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            sum += CategoricalSegment.LogProbability(parameters, first, count, action[branch]);
            first += count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal Entropy<TReal, TRow>(in DistributionSize n, TRow parameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            sum += CategoricalSegment.Entropy<TReal, TRow>(parameters, first, count);
            first += count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public static TReal KlOldToNew<TReal, TRow>(in DistributionSize n, TRow oldParameters, TRow newParameters)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            sum += CategoricalSegment.KlOldToNew<TReal, TRow>(oldParameters, newParameters, first, count);
            first += count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void LogProbabilityGradient<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            CategoricalSegment.LogProbabilityGradient(
                parameters, first, count, action[branch], weight, gradient);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static TReal LogProbabilityTangent<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            sum += CategoricalSegment.LogProbabilityTangent<TReal, TRow>(
                parameters, first, count, action[branch], direction);
            first += count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void KlOldToNewGradient<TReal, TRow>(
        in DistributionSize n, TRow oldParameters, TRow newParameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            CategoricalSegment.KlOldToNewGradient(oldParameters, newParameters, first, count, weight, gradient);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static void EntropyGradient<TReal, TRow>(in DistributionSize n, TRow parameters, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            CategoricalSegment.EntropyGradient(parameters, first, count, weight, gradient);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static void FisherMetric<TReal, TRow>(
        in DistributionSize n, TRow parameters, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            CategoricalSegment.FisherMetric(parameters, first, count, direction, weight, result);
            first += count;
        }
    }

    /// <inheritdoc/>
    public static void FisherMetricFactor<TReal, TRow>(
        in DistributionSize n, TRow parameters, int column, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        int first = 0;
        for (int branch = 0; branch < n.Actions; branch++)
        {
            int count = n.BranchCategories(branch);
            CategoricalSegment.FisherMetricFactor<TReal, TRow>(parameters, first, count, column, result);
            first += count;
        }
    }
}
