using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Policy;

/// <summary>Log-ratios of a row and what becomes of them.</summary>
internal static class Likelihood
{
    // Ratios are kept where they and their sums are finite: e^20 is 5e8.
    private const double LargestLogRatio = 20.0;

    /// <summary>log pi(a|s) - log pi_old(a|s).</summary>
    internal static Float32 LogRatio<THead>(in DistributionSize size, ViewRow distribution, ViewRow sample)
        where THead : struct, IActionDistribution =>
        THead.LogProbability<Float32, ViewRow>(size, distribution, sample) - sample[size.Actions + 1];

    /// <summary>pi / pi_old, its logarithm clamped to plus and minus 20; a NaN stays one.</summary>
    internal static Float32 Ratio(Float32 logRatio)
    {
        Float32 highest = Float32.Constant(LargestLogRatio);
        Float32 lowest = Float32.Constant(-LargestLogRatio);
        Float32 bounded = Float32.SelectLess(highest, logRatio, highest, logRatio);
        return Float32.Exp(Float32.SelectLess(bounded, lowest, lowest, bounded));
    }
}
