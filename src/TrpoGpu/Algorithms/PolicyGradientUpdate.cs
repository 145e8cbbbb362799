using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The policy gradient: REINFORCE (Williams 1992) with the value function as baseline. One step down the gradient of
/// the surrogate loss, of a fixed multiple of it; or, as TRPO's problem with a Euclidean ball in place of the KL one
/// (Schulman et al. 2015, section 7), of a fixed length.
/// </summary>
public sealed class PolicyGradientUpdate : PolicyUpdate
{
    private readonly double stepSize;
    private readonly double? radius;

    /// <summary>Allocates an update of a policy.</summary>
    /// <param name="backend">Where it computes.</param>
    /// <param name="policy">The network.</param>
    /// <param name="capacity">The most rows of a batch.</param>
    /// <param name="stepSize">What the gradient is multiplied with, unless there is a radius.</param>
    /// <param name="radius">
    /// delta of the trust region <c>|change|^2 / 2 &lt;= delta</c>, on whose edge the step then ends; null for none.
    /// </param>
    public PolicyGradientUpdate(
        ComputeBackend backend, NetworkShape policy, int capacity, double stepSize, double? radius)
        : base(backend, policy, capacity)
    {
        this.stepSize = stepSize;
        this.radius = radius;
    }

    private protected override UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before)
    {
        if (NoGradient() is UpdateOutcome reason)
        {
            return Unchanged(reason, before);
        }

        double square = Backend.ReadDot(Gradient, Gradient, Gradient.Length);
        double scale = radius is double delta ? Math.Sqrt(2 * delta / square) : stepSize;
        Backend.AddScaled(Start, -(float)scale, Gradient, parameters, parameters.Length);
        return Taken(parameters, before, scale * square);
    }
}
