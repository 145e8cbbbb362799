using System;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// How far rounding may take the exact quantities of a process from themselves. All of it follows from one
/// number: the solves leave residuals of <see cref="Roundings"/> roundings of the largest term, which
/// ExactValuesTests checks on every process; and from the inverse of I - gamma P, whose norm is 1 / (1 -
/// gamma) exactly.
/// </summary>
internal static class SolveRounding
{
    /// <summary>
    /// Of a solve: mean over actions, n terms an equation, n eliminations, each twice for a product and a
    /// sum; and as many again for computing the residual.
    /// </summary>
    public static double Roundings(FiniteMdp mdp) => 4.0 * (mdp.States + mdp.Actions + 2);

    /// <summary>The largest value there can be: max |r| / (1 - gamma).</summary>
    public static double LargestValue(FiniteMdp mdp) => mdp.LargestReward * mdp.Horizon;

    /// <summary>Of V, Q or half an advantage: the residual over 1 - gamma.</summary>
    public static double OfValue(FiniteMdp mdp) =>
        Roundings(mdp) * Tolerance.DoubleU * LargestValue(mdp) * mdp.Horizon;

    /// <summary>
    /// Of a sum over states of rho times advantages, plus a return: rho sums to 1 / (1 - gamma), and its
    /// error, summed, is Roundings u / (1 - gamma)^2. An advantage is at most 2 largest values and errs by
    /// twice what a value does: (1 + 2 / (1 - gamma)) value errors and 2 largest values times the error of
    /// rho, below 5 value errors / (1 - gamma).
    /// </summary>
    public static double OfObjective(FiniteMdp mdp) => 5 * OfValue(mdp) * mdp.Horizon;

    /// <summary>
    /// Of a penalty, by the rounding of the advantages its epsilon is made of, 2 value errors each, and a few
    /// roundings of its own factors.
    /// </summary>
    /// <param name="mdp">The process.</param>
    /// <param name="penalty">What was computed.</param>
    /// <param name="factor">What epsilon is multiplied with in it.</param>
    public static double OfPenalty(FiniteMdp mdp, double penalty, double factor) =>
        (2 * OfValue(mdp) * factor) + (Roundings(mdp) * Tolerance.DoubleU * Math.Abs(penalty));
}
