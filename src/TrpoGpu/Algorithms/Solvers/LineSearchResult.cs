using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>Why a trial step was not taken.</summary>
public enum Rejection
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>Loss, KL or a log-ratio was NaN or infinite.</summary>
    NonFinite,

    /// <summary>KL was above the bound.</summary>
    KlExceeded,

    /// <summary>The loss did not fall, or by less than the asked share of the prediction.</summary>
    NoImprovement,
}

/// <summary>The outcome of a line search.</summary>
/// <param name="Rejection">Why the last trial was not taken, or <see cref="Rejection.None"/> if it was.</param>
/// <param name="StepFraction">The fraction of the full step last tried.</param>
/// <param name="Backtracks">Trials before the last.</param>
/// <param name="Terms">Loss and KL of the last trial.</param>
public readonly record struct LineSearchResult(
    Rejection Rejection, double StepFraction, int Backtracks, SurrogateTerms Terms);
