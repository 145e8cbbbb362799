namespace TrpoGpu.Algorithms;

/// <summary>How an update ended. Only <see cref="Accepted"/> changes the parameters.</summary>
public enum UpdateOutcome
{
    /// <summary>A step was taken.</summary>
    Accepted,

    /// <summary>The gradient is zero: there is nothing to improve, or every advantage is equal.</summary>
    ZeroGradient,

    /// <summary>The gradient holds a NaN or an infinity: so does the batch, or the parameters.</summary>
    NonFiniteGradient,

    /// <summary>
    /// The Fisher product showed negative curvature at once, or the matrix or a factor of it was not positive definite:
    /// there is no direction to go.
    /// </summary>
    NegativeCurvature,

    /// <summary>The Fisher product fell below its damping at once: rounding has eaten it.</summary>
    CurvatureLost,

    /// <summary>No trial step was taken, and the last one left the trust region.</summary>
    KlExceeded,

    /// <summary>No trial step was taken, and at the last one the loss did not fall, or not by enough.</summary>
    NoImprovement,

    /// <summary>A log-ratio, a Fisher product, the last trial or a parameter was NaN or infinite.</summary>
    NonFinite,
}
