using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// Truncated natural policy gradient (Duan et al. 2016): TRPO's direction and its full step,
/// <c>sqrt(2 MaxKl / s'(F + damping I)s) s</c>, taken without a search. Where TRPO accepts its first trial, the two
/// are one.
/// </summary>
/// <param name="backend">Where it computes.</param>
/// <param name="policy">The network.</param>
/// <param name="capacity">The most rows of a batch.</param>
/// <param name="direction">How the direction is found.</param>
/// <param name="maxKl">The KL of a step by the quadratic model, which what it measures may exceed.</param>
public sealed class TruncatedNaturalGradientUpdate(
    ComputeBackend backend, NetworkShape policy, int capacity, NaturalDirectionOptions direction, double maxKl)
    : NaturalStep(backend, policy, capacity, direction)
{
    /// <summary>What the direction is multiplied with to reach the edge of the quadratic trust region.</summary>
    internal static double FullStepScale(in ConjugateGradientResult direction, double maxKl) =>
        Math.Sqrt(2 * maxKl / direction.SolutionCurvature);

    private protected override double ScaleOf(in ConjugateGradientResult direction) =>
        FullStepScale(direction, maxKl);
}
