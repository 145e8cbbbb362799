namespace TrpoGpu.Algorithms;

/// <summary>Settings of the policy step.</summary>
/// <param name="Damping">The multiple of the identity added to the Fisher matrix.</param>
/// <param name="MaxIterations">Fisher products per solve.</param>
/// <param name="ResidualTolerance">The solve has converged when |r|^2 is not above this.</param>
/// <param name="FisherRowStride">1 averages the Fisher matrix over all rows, k over one in k.</param>
/// <param name="LineSearch">The trust region, and when a step is short enough for it.</param>
public readonly record struct TrustRegionOptions(
    float Damping,
    int MaxIterations,
    double ResidualTolerance,
    int FisherRowStride,
    LineSearchOptions LineSearch)
{
    /// <summary>sb3-contrib's defaults: KL 0.01, damping 0.1, 15 products, all rows, shrinking by 0.8.</summary>
    public static TrustRegionOptions Default { get; } = new(0.1f, 15, 1e-10, 1, new LineSearchOptions(0.01));
}
