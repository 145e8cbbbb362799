namespace TrpoGpu.Algorithms.Critics;

/// <summary>How a fit of the value function ended.</summary>
public enum CriticOutcome
{
    /// <summary>The parameters were updated.</summary>
    Fitted,

    /// <summary>
    /// A target that was fitted, an error's square or the parameters were NaN or infinite: every byte of the parameters
    /// is as it was.
    /// </summary>
    NonFinite,
}

/// <summary>The outcome of one fit.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="MeanSquaredErrorBefore">
/// mean (V - return)^2 before the fit; where each step sees a part of a large batch, over the part of the first.
/// </param>
/// <param name="MeanSquaredErrorAfter">The same after it, over the part of the last step.</param>
public readonly record struct CriticReport(
    CriticOutcome Outcome, double MeanSquaredErrorBefore, double MeanSquaredErrorAfter);
