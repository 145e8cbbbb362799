using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms;

/// <summary>Everything one update decided and why.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Solve">
/// Of the solve for the natural direction, whose iterations are products; null where there was none.
/// </param>
/// <param name="Start">Loss, KL and entropy before the update; KL and log-ratios are zero for an on-policy
/// batch.</param>
/// <param name="End">The same for the parameters in force after the update.</param>
/// <param name="StepFraction">
/// The fraction taken of the full step, or of the passes that were allowed; 0 if none was.
/// </param>
/// <param name="Backtracks">Trial steps before the last one.</param>
/// <param name="ExpectedImprovement">Decrease of the loss that its gradient predicts for the step taken.</param>
/// <param name="Passes">Passes of minibatches over the batch; 0 of updates that take one step.</param>
public readonly record struct UpdateReport(
    UpdateOutcome Outcome,
    ConjugateGradientResult? Solve,
    SurrogateTerms Start,
    SurrogateTerms End,
    double StepFraction,
    int Backtracks,
    double ExpectedImprovement,
    int Passes = 0)
{
    /// <summary>Decrease of the surrogate loss, in units of the advantages.</summary>
    public double ActualImprovement => Start.SurrogateLoss - End.SurrogateLoss;

    /// <summary>One line: outcome, KL, solver, step.</summary>
    public override string ToString()
    {
        string solve = Solve is ConjugateGradientResult cg
            ? $"{cg.Iterations} products ({cg.Stop}, residual {cg.ResidualNorm:0.0e+0}), "
            : Passes > 0 ? $"{Passes} passes, " : "";
        return $"{Outcome}: KL {End.MeanKlOldToNew:0.0000}, improvement {ActualImprovement:+0.0000;-0.0000} of " +
            $"{ExpectedImprovement:0.0000} expected, {solve}step {StepFraction:0.00} after {Backtracks} backtracks";
    }
}
