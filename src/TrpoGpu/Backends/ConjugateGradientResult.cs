namespace TrpoGpu.Backends;

/// <summary>The outcome of a conjugate-gradient solve of A x = b from x = 0.</summary>
/// <param name="Stop">Why it ended.</param>
/// <param name="Iterations">Steps that changed the solution.</param>
/// <param name="RightHandSideNorm">|b|.</param>
/// <param name="ResidualNorm">|b - A x| by the recurrence.</param>
/// <param name="SolutionDotRightHandSide">x'b.</param>
/// <param name="SolutionCurvature">x'Ax, as x'(b - r): no further product.</param>
public readonly record struct ConjugateGradientResult(
    StopReason Stop,
    int Iterations,
    double RightHandSideNorm,
    double ResidualNorm,
    double SolutionDotRightHandSide,
    double SolutionCurvature);
