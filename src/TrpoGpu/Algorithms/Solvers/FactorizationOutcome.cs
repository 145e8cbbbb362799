namespace TrpoGpu.Algorithms.Solvers;

/// <summary>How the factorisation of a matrix ended.</summary>
public enum FactorizationOutcome
{
    /// <summary>The factors are there.</summary>
    Factorized,

    /// <summary>A number of the matrix, or of its factors, is NaN or infinite.</summary>
    NonFinite,

    /// <summary>The matrix is not positive definite to double precision: there is too little damping.</summary>
    NotPositiveDefinite,
}
