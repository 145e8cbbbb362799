namespace TrpoGpu.Backends;

/// <summary>Why a conjugate-gradient solve ended.</summary>
public enum StopReason
{
    /// <summary>It has not: further steps are possible.</summary>
    Running,

    /// <summary>The residual fell below the tolerance.</summary>
    Converged,

    /// <summary>The allowed number of iterations was used.</summary>
    IterationLimit,

    /// <summary>
    /// The right-hand side is zero, or so small that its square vanishes in float32: the solution is zero.
    /// </summary>
    ZeroRightHandSide,

    /// <summary>The right-hand side holds a NaN or an infinity.</summary>
    NonFiniteRightHandSide,

    /// <summary>p'Ap was not positive: the operator is not positive definite. The solution so far is kept.</summary>
    NegativeCurvature,

    /// <summary>
    /// p'Ap fell below half of damping * p'p, which exact arithmetic forbids: rounding has eaten the operator. The
    /// solution so far is kept.
    /// </summary>
    CurvatureLost,

    /// <summary>A product or a scalar was NaN or infinite. The solution so far is kept.</summary>
    NonFinite,
}
