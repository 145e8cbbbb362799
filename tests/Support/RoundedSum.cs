using System;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A sum that float32 may form in any order that does not know the terms: with sum s and sum of squared terms
/// Q the squares of the n partial sums average below s^2 + Q, so the roundings deviate by at most u sqrt(n
/// (s^2 + Q)).
/// </summary>
public struct RoundedSum
{
    /// <summary>
    /// The most rows of a batch that a backend may add in float32 before it widens (design, section 5).
    /// </summary>
    public const int LongestRunOfRows = 256;

    private double value;
    private double squares;
    private double variance;
    private double deviations;
    private int terms;

    public void Add(Rounded term) => Add(term.Value, term.Deviation * term.Deviation);

    public void AddProduct(Rounded left, Rounded right) =>
        Add(left.Value * right.Value, Rounded.ProductVariance(left, right));

    /// <summary>The sum, if all of it was added in float32. One rounding more is for the products.</summary>
    public readonly Rounded InFloat32() => WithRoundings(terms + 1, Math.Sqrt(variance));

    /// <summary>
    /// The sum over the rows of a batch, of which runs were added in float32 and the rest in double. Rows
    /// pass through the same weights and functions, which may err alike in all of them: the deviations of
    /// terms add up. Three roundings more are for the products, the weight 1/B wherever it was applied, and
    /// the storing of the sum.
    /// </summary>
    public readonly Rounded OverRows() => WithRoundings(Math.Min(terms, LongestRunOfRows) + 3, deviations);

    /// <summary>The mean of values that were formed in float32 and added in double.</summary>
    public readonly Rounded MeanInDouble() => new(value / terms, deviations / terms);

    private void Add(double term, double termVariance)
    {
        value += term;
        squares += term * term;
        variance += termVariance;
        deviations += Math.Sqrt(termVariance);
        terms++;
    }

    private readonly Rounded WithRoundings(int roundings, double propagated)
    {
        double rounded = Rounded.U * Math.Sqrt(roundings * ((value * value) + squares));
        return new Rounded(value, double.Hypot(propagated, rounded) + (roundings * Rounded.Tiny));
    }
}
