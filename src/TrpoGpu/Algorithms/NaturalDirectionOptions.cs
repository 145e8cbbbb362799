using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms;

/// <summary>How the natural direction is found.</summary>
/// <param name="Damping">The multiple of the identity added to the Fisher matrix.</param>
/// <param name="MaxIterations">Fisher products per solve.</param>
/// <param name="ResidualTolerance">The solve has converged when |r|^2 is not above this.</param>
/// <param name="FisherRowStride">1 averages the Fisher matrix over all rows, k over one in k.</param>
/// <param name="Fisher">Which matrix stands for the Fisher matrix.</param>
/// <param name="Solver">How the system is solved.</param>
/// <param name="Preconditioner">
/// What conjugate gradients are preconditioned with: factors of the batch alone, with the same damping.
/// </param>
/// <param name="AdaptDamping">
/// Whether the damping follows how well steps go: see <see cref="NaturalDirection.Learn"/>.
/// </param>
/// <param name="WarmStart">Whether a solve starts from the solution of the last update instead of zero.</param>
public readonly record struct NaturalDirectionOptions(
    float Damping,
    int MaxIterations,
    double ResidualTolerance,
    int FisherRowStride,
    FisherKind Fisher = FisherKind.GaussNewton,
    DirectionSolver Solver = DirectionSolver.Cg,
    CgPreconditioner Preconditioner = CgPreconditioner.None,
    bool AdaptDamping = false,
    bool WarmStart = false)
{
    /// <summary>sb3-contrib's defaults: damping 0.1, 15 products, all rows.</summary>
    public static NaturalDirectionOptions Default { get; } = new(0.1f, 15, 1e-10, 1);
}
