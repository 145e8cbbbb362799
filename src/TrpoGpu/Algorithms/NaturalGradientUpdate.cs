using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// Natural policy gradient (Kakade 2001): <c>parameters - stepSize * (F + damping I)^-1 gradient</c>, with a step size
/// that knows nothing of how far the policy moves.
/// </summary>
/// <param name="backend">Where it computes.</param>
/// <param name="policy">The network.</param>
/// <param name="capacity">The most rows of a batch.</param>
/// <param name="direction">How the direction is found.</param>
/// <param name="stepSize">Positive.</param>
public sealed class NaturalGradientUpdate(
    ComputeBackend backend, NetworkShape policy, int capacity, NaturalDirectionOptions direction, double stepSize)
    : NaturalStep(backend, policy, capacity, direction)
{
    private protected override double ScaleOf(in ConjugateGradientResult direction) => stepSize;
}
