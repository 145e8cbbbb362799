using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>Moves to a fraction of the full step and measures there.</summary>
/// <param name="stepFraction">In (0, 1].</param>
public delegate SurrogateTerms TrialStep(double stepFraction);

/// <summary>
/// Takes the first of the fractions 1, r, r^2, ... at which the loss has fallen and the trust region holds. Knows a
/// function of a fraction, nothing of policies.
/// </summary>
public static class BacktrackingLineSearch
{
    // A mean of KL terms that are each non-negative can come out below zero by rounding alone, and by no more.
    private const double KlRounding = 1e-6;

    /// <summary>Searches.</summary>
    /// <param name="trial">Measures a fraction of the full step.</param>
    /// <param name="startLoss">Loss at fraction 0.</param>
    /// <param name="expectedImprovement">Decrease of the loss that its gradient predicts for the full step,
    /// positive.</param>
    /// <param name="options">When a step is short enough.</param>
    public static LineSearchResult Search(
        TrialStep trial, double startLoss, double expectedImprovement, in LineSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(trial);
        double fraction = 1;
        for (int backtracks = 0; ; backtracks++)
        {
            SurrogateTerms terms = trial(fraction);
            Rejection rejection = Judge(terms, startLoss, fraction * expectedImprovement, options);
            if (rejection == Rejection.None || backtracks >= options.MaxBacktracks)
            {
                return new LineSearchResult(rejection, fraction, backtracks, terms);
            }

            fraction *= options.BacktrackRatio;
        }
    }

    // Every acceptance is written as a comparison that a NaN fails.
    private static Rejection Judge(
        in SurrogateTerms terms, double startLoss, double expectedImprovement, in LineSearchOptions options)
    {
        double improvement = startLoss - terms.SurrogateLoss;
        if (!double.IsFinite(improvement) || !double.IsFinite(terms.MeanKlOldToNew) ||
            !double.IsFinite(terms.LargestLogRatio) || terms.MeanKlOldToNew < -KlRounding)
        {
            return Rejection.NonFinite;
        }

        if (!(terms.MeanKlOldToNew <= options.MaxKl * options.KlSlack))
        {
            return Rejection.KlExceeded;
        }

        return improvement > 0 && improvement >= options.AcceptRatio * expectedImprovement
            ? Rejection.None
            : Rejection.NoImprovement;
    }
}
