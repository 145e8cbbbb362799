namespace TrpoGpu.Benchmarks.Verification;

/// <summary>How an engine and the reference agree on one operation.</summary>
/// <param name="Operation">What both computed.</param>
/// <param name="Numbers">Numbers compared.</param>
/// <param name="Share">
/// The largest error as a share of the bound derived for its number: at most 1 if they agree, infinite where a number
/// is missing or NaN.
/// </param>
/// <param name="Worst">The number with the largest share: what it is, expected, got, allowed.</param>
internal readonly record struct Agreement(string Operation, int Numbers, double Share, string Worst)
{
    /// <summary>Whether every error is within its bound.</summary>
    public bool Holds => Share <= 1;
}
