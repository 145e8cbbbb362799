using TrpoGpu.Algorithms.Solvers;

namespace TrpoGpu.Algorithms;

/// <summary>Settings of the policy step.</summary>
/// <param name="Direction">How its direction is found.</param>
/// <param name="LineSearch">The trust region, and when a step is short enough for it.</param>
public readonly record struct TrustRegionOptions(NaturalDirectionOptions Direction, LineSearchOptions LineSearch)
{
    /// <summary>sb3-contrib's defaults: KL 0.01, damping 0.1, 15 products, all rows, shrinking by 0.8.</summary>
    public static TrustRegionOptions Default { get; } =
        new(NaturalDirectionOptions.Default, new LineSearchOptions(0.01));
}
