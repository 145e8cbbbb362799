namespace TrpoGpu.Kernels.Solver;

/// <summary>
/// The scalars of a conjugate-gradient solve, one double each, in the memory of the device: where they lie and what
/// the state means.
/// </summary>
public static class SolveScalars
{
    /// <summary>|b|^2.</summary>
    public const int RightHandSideSquared = 0;

    /// <summary>|r|^2.</summary>
    public const int ResidualSquared = 1;

    /// <summary>Steps that changed the solution.</summary>
    public const int Iterations = 2;

    /// <summary>Why the solve ended, as one of the numbers below.</summary>
    public const int Stop = 3;

    /// <summary>x'b.</summary>
    public const int SolutionDotRightHandSide = 4;

    /// <summary>x'r.</summary>
    public const int SolutionDotResidual = 5;

    /// <summary>Scalars.</summary>
    public const int Count = 6;

    // Doubles, as they are stored: ILGPU takes a choice between integer constants for one between their bits.

    /// <summary>The solve goes on.</summary>
    public const double Running = 0;

    /// <summary>The residual fell below the tolerance.</summary>
    public const double Converged = 1;

    /// <summary>b is zero, or its square vanishes in single precision.</summary>
    public const double ZeroRightHandSide = 3;

    /// <summary>b holds a NaN or an infinity.</summary>
    public const double NonFiniteRightHandSide = 4;

    /// <summary>p'Ap was not positive.</summary>
    public const double NegativeCurvature = 5;

    /// <summary>p'Ap fell below half of damping * p'p.</summary>
    public const double CurvatureLost = 6;

    /// <summary>A product or a scalar was NaN or infinite.</summary>
    public const double NonFinite = 7;
}
