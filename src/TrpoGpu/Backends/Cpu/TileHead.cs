namespace TrpoGpu.Backends.Cpu;

/// <summary>The distribution at the end of a network over one tile, on the calling thread.</summary>
/// <remarks>
/// Distribution parameters, actions and noise are tiles: columns of 64 rows. Rows beyond the count hold
/// anything.
/// </remarks>
internal abstract unsafe class TileHead
{
    /// <summary>Whether noise is standard normal instead of uniform.</summary>
    public abstract bool DrawsFromNormal { get; }

    /// <summary>Copies the free parameters into their columns of every row.</summary>
    /// <param name="freeParameters">[F] read.</param>
    /// <param name="distribution">[A,64] the last F columns are written.</param>
    /// <param name="rows">1 to 64.</param>
    public abstract void FillFreeParameters(float* freeParameters, float* distribution, int rows);

    /// <summary>Sums the gradient in the free parameters over the rows.</summary>
    /// <param name="gradient">[A,64] read.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="start">Whether the sum begins here.</param>
    /// <param name="sums">[F, granule]; all lanes of a granule are equal.</param>
    public abstract void AddFreeGradient(float* gradient, int rows, ProductStart start, float* sums);

    /// <summary>Draws actions.</summary>
    public abstract void Sample(float* distribution, float* noise, int rows, float* actions);

    /// <summary>The most likely actions.</summary>
    public abstract void Mode(float* distribution, int rows, float* actions);

    /// <summary>log pi(a|s) of each row.</summary>
    public abstract void LogProbability(
        float* distribution, float* actions, int rows, float* logProbabilities);

    /// <summary>Gradient of <c>-scale * log pi(a|s)</c> in the distribution parameters of each row.</summary>
    public abstract void LikelihoodGradient(
        float* distribution, float* actions, float scale, int rows, float* gradient);

    /// <summary>
    /// Gradient of <c>-scale * ratio * advantage</c> in the distribution parameters of each row.
    /// </summary>
    /// <param name="distribution">[A,64] read.</param>
    /// <param name="actions">[Actions,64] read.</param>
    /// <param name="advantages">[64] read.</param>
    /// <param name="oldLogProbabilities">[64] read.</param>
    /// <param name="scale">1 / B.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="gradient">[A,64] write.</param>
    public abstract void SurrogateGradient(
        float* distribution, float* actions, float* advantages, float* oldLogProbabilities,
        float scale, int rows, float* gradient);

    /// <summary>
    /// Gradient of <c>-scale * min(ratio * advantage, clipped ratio * advantage)</c> and of the weighted KL(old, new)
    /// and entropy in the distribution parameters of each row.
    /// </summary>
    /// <param name="oldDistribution">[A,64] read if KL has a weight.</param>
    /// <param name="distribution">[A,64] read.</param>
    /// <param name="actions">[Actions,64] read.</param>
    /// <param name="advantages">[64] read.</param>
    /// <param name="oldLogProbabilities">[64] read.</param>
    /// <param name="scale">1 / B.</param>
    /// <param name="weights">Bounds of the ratio, weights of the other terms.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="gradient">[A,64] write.</param>
    public abstract void ProximalGradient(
        float* oldDistribution, float* distribution, float* actions, float* advantages, float* oldLogProbabilities,
        float scale, in ProximalWeights weights, int rows, float* gradient);

    /// <summary><c>tangent = scale * s (s' tangent)</c>, s the score of each row's action.</summary>
    public abstract void ScoreMetric(float* distribution, float* actions, float scale, int rows, float* tangent);

    /// <summary><c>tangent = scale * M tangent</c>, M the Fisher metric of each row.</summary>
    public abstract void Metric(float* distribution, float scale, int rows, float* tangent);

    /// <summary>Column k of a factor of the Fisher metric of the network outputs of each row.</summary>
    /// <param name="distribution">[A,64] read.</param>
    /// <param name="column">k.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="result">[O,64] write.</param>
    public abstract void MetricFactor(float* distribution, int column, int rows, float* result);

    /// <summary>What the trust region asks of each row.</summary>
    /// <param name="oldDistribution">[A,64] read.</param>
    /// <param name="distribution">[A,64] read.</param>
    /// <param name="actions">[Actions,64] read.</param>
    /// <param name="advantages">[64] read.</param>
    /// <param name="oldLogProbabilities">[64] read.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="terms">[4,64] write: ratio * advantage, KL(old, new), entropy, log ratio.</param>
    public abstract void SurrogateTerms(
        float* oldDistribution, float* distribution, float* actions, float* advantages,
        float* oldLogProbabilities,
        int rows, float* terms);
}
