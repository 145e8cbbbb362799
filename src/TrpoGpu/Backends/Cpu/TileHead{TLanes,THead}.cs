using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Distributions;

namespace TrpoGpu.Backends.Cpu;

/// <inheritdoc/>
/// <typeparam name="TLanes">Vectors, over rows.</typeparam>
/// <typeparam name="THead">The distribution.</typeparam>
internal sealed unsafe class TileHead<TLanes, THead>(DistributionSize size) : TileHead
    where TLanes : unmanaged, ILanes<TLanes>
    where THead : struct, IActionDistribution
{
    // Ratios are kept where they and their sums are finite: e^20 is 5e8.
    private const double LargestLogRatio = 20.0;

    /// <inheritdoc/>
    public override bool DrawsFromNormal => THead.DrawsFromNormal;

    /// <inheritdoc/>
    public override void FillFreeParameters(float* freeParameters, float* distribution, int rows)
    {
        float* columns = distribution + (size.NetworkOutputs * Tile.Rows);
        int lanes = Tile.RoundUp(rows);
        for (int f = 0; f < size.FreeParameters; f++)
        {
            for (int lane = 0; lane < lanes; lane += TLanes.Count)
            {
                TLanes.Store(columns + (f * Tile.Rows) + lane, TLanes.Broadcast(freeParameters[f]));
            }
        }
    }

    /// <inheritdoc/>
    public override void AddFreeGradient(float* gradient, int rows, ProductStart start, float* sums)
    {
        // A lane stride of zero multiplies every row by the same ones.
        float* ones = stackalloc float[Tile.Granule];
        for (int lane = 0; lane < Tile.Granule; lane++)
        {
            ones[lane] = 1f;
        }

        ProductTerm term = new(gradient + (size.NetworkOutputs * Tile.Rows), Tile.Rows, 1, ones, 0, rows);
        Product.Compute<TLanes>(size.FreeParameters, Tile.Granule, term, start, null, sums, Tile.Granule);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sample(float* distribution, float* noise, int rows, float* actions)
    {
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            THead.Sample<TLanes, TileRow<TLanes>>(
                size, Row(distribution, lane), Row(noise, lane), Row(actions, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Mode(float* distribution, int rows, float* actions)
    {
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            THead.Mode<TLanes, TileRow<TLanes>>(size, Row(distribution, lane), Row(actions, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LogProbability(
        float* distribution, float* actions, int rows, float* logProbabilities)
    {
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            TLanes logProbability = THead.LogProbability<TLanes, TileRow<TLanes>>(
                size, Row(distribution, lane), Row(actions, lane));
            TLanes.Store(logProbabilities + lane, logProbability);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LikelihoodGradient(
        float* distribution, float* actions, float scale, int rows, float* gradient)
    {
        TLanes weight = TLanes.Broadcast(-scale);
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            THead.LogProbabilityGradient(
                size, Row(distribution, lane), Row(actions, lane), weight, Row(gradient, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SurrogateGradient(
        float* distribution, float* actions, float* advantages, float* oldLogProbabilities,
        float scale, int rows, float* gradient)
    {
        TLanes minusScale = TLanes.Broadcast(-scale);
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            TLanes logRatio = LogRatio(distribution, actions, oldLogProbabilities, lane);
            TLanes weight = minusScale * (Ratio(logRatio) * TLanes.Load(advantages + lane));
            THead.LogProbabilityGradient(
                size, Row(distribution, lane), Row(actions, lane), weight, Row(gradient, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ProximalGradient(
        float* oldDistribution, float* distribution, float* actions, float* advantages, float* oldLogProbabilities,
        float scale, in ProximalWeights weights, int rows, float* gradient)
    {
        TLanes minusScale = TLanes.Broadcast(-scale);
        TLanes lowest = TLanes.Broadcast(weights.LowestRatio);
        TLanes highest = TLanes.Broadcast(weights.HighestRatio);
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            TLanes ratio = Ratio(LogRatio(distribution, actions, oldLogProbabilities, lane));
            TLanes weight =
                minusScale * ClippedObjective.Weight(ratio, TLanes.Load(advantages + lane), lowest, highest);
            THead.LogProbabilityGradient(
                size, Row(distribution, lane), Row(actions, lane), weight, Row(gradient, lane));
            if (weights.Kl != 0)
            {
                THead.KlOldToNewGradient(
                    size, Row(oldDistribution, lane), Row(distribution, lane), TLanes.Broadcast(weights.Kl),
                    Row(gradient, lane));
            }

            if (weights.Entropy != 0)
            {
                THead.EntropyGradient(
                    size, Row(distribution, lane), TLanes.Broadcast(weights.Entropy), Row(gradient, lane));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ScoreMetric(float* distribution, float* actions, float scale, int rows, float* tangent)
    {
        TLanes weight = TLanes.Broadcast(scale);
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            TLanes slope = THead.LogProbabilityTangent<TLanes, TileRow<TLanes>>(
                size, Row(distribution, lane), Row(actions, lane), Row(tangent, lane));
            THead.LogProbabilityGradient(
                size, Row(distribution, lane), Row(actions, lane), weight * slope, Row(tangent, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Metric(float* distribution, float scale, int rows, float* tangent)
    {
        TLanes weight = TLanes.Broadcast(scale);
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            THead.FisherMetric(size, Row(distribution, lane), Row(tangent, lane), weight, Row(tangent, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MetricFactor(float* distribution, int column, int rows, float* result)
    {
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            THead.FisherMetricFactor<TLanes, TileRow<TLanes>>(
                size, Row(distribution, lane), column, Row(result, lane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SurrogateTerms(
        float* oldDistribution, float* distribution, float* actions, float* advantages,
        float* oldLogProbabilities,
        int rows, float* terms)
    {
        for (int lane = 0; lane < rows; lane += TLanes.Count)
        {
            TileRow<TLanes> result = Row(terms, lane);
            TLanes logRatio = LogRatio(distribution, actions, oldLogProbabilities, lane);
            result[0] = Ratio(logRatio) * TLanes.Load(advantages + lane);
            result[1] = THead.KlOldToNew<TLanes, TileRow<TLanes>>(
                size, Row(oldDistribution, lane), Row(distribution, lane));
            result[2] = THead.Entropy<TLanes, TileRow<TLanes>>(size, Row(distribution, lane));
            result[3] = logRatio;
        }
    }

    private static TileRow<TLanes> Row(float* tile, int lane) => new(tile + lane);

    private TLanes LogRatio(float* distribution, float* actions, float* oldLogProbabilities, int lane) =>
        THead.LogProbability<TLanes, TileRow<TLanes>>(size, Row(distribution, lane), Row(actions, lane)) -
        TLanes.Load(oldLogProbabilities + lane);

    // Both selects fall through to the number itself, so that a NaN stays one.
    private static TLanes Ratio(TLanes logRatio)
    {
        TLanes highest = TLanes.Constant(LargestLogRatio);
        TLanes lowest = TLanes.Constant(-LargestLogRatio);
        TLanes bounded = TLanes.SelectLess(highest, logRatio, highest, logRatio);
        return TLanes.Exp(TLanes.SelectLess(bounded, lowest, lowest, bounded));
    }
}
