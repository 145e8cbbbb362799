namespace TrpoGpu.Algorithms.Solvers;

/// <summary>How the system of a natural direction is solved.</summary>
public enum DirectionSolver
{
    /// <summary>Conjugate gradients: a few products with the matrix, which is never formed.</summary>
    Cg,

    /// <summary>The matrix is formed and factorised: exact, for small networks.</summary>
    Dense,
}
