using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TrpoGpu.Cli.Comparing;

/// <summary>Seeds as people write them: <c>0..9</c>, <c>0,3,7</c>, <c>5</c>, or several of these.</summary>
internal static class SeedList
{
    /// <summary>The most seeds of a comparison.</summary>
    internal const int MaxCount = 1000;

    private const string Between = "..";

    /// <summary>What such a list looks like, for messages.</summary>
    internal const string Expected = "seeds such as 0..9 or 0,3,7, each once";

    /// <summary>Reads a list.</summary>
    /// <param name="text">Whole numbers and ranges, their ends included, joined by commas.</param>
    /// <param name="seeds">In the order of the list.</param>
    /// <returns>Whether it is one, of at most <see cref="MaxCount"/> different seeds.</returns>
    internal static bool TryParse(string text, out ulong[] seeds)
    {
        List<ulong> all = [];
        seeds = [];
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split(Between);
            if (ends.Length > 2 || !TryParseSeed(ends[0], out ulong first) || !TryParseSeed(ends[^1], out ulong last) ||
                last < first || last - first >= MaxCount)
            {
                return false;
            }

            // Counted from the first, as the last may be the greatest number there is.
            all.AddRange(Enumerable.Range(0, (int)(last - first) + 1).Select(k => first + (ulong)k));
        }

        seeds = [.. all];
        return seeds.Length <= MaxCount && seeds.Distinct().Count() == seeds.Length;
    }

    private static bool TryParseSeed(string text, out ulong seed) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
