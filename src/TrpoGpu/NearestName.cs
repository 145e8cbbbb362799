using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu;

/// <summary>Finds the name somebody probably meant.</summary>
public static class NearestName
{
    // One slip in so many letters is a slip; more are another word.
    private const int LettersPerSlip = 3;

    // A beginning shorter than this could be that of anything.
    private const int ShortestBeginning = 3;

    /// <summary>
    /// The name that begins as typed, else the one with the fewest slips: letters left out, put in, mistaken or swapped
    /// (Damerau 1964), case aside; of equal ones the first. Null when none is near: a wrong guess helps nobody.
    /// </summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">What exists.</param>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(names);
        string[] all = [.. names];
        string? longer = typed.Length >= ShortestBeginning
            ? Array.Find(all, name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            : null;
        string? nearest = longer ?? all.MinBy(name => Slips(typed, name));
        bool isNear = nearest is not null &&
            (longer is not null || Slips(typed, nearest) <= Math.Max(1, typed.Length / LettersPerSlip));
        return isNear ? nearest : null;
    }

    /// <summary>The guess as the end of a sentence: "; did you mean gamma?", or a full stop.</summary>
    internal static string Question(string typed, IEnumerable<string> names) =>
        Of(typed, names) is string name ? $"; did you mean {name}?" : ".";

    // The optimal string alignment: slips[i, j] turn the first i letters typed into the first j of the name.
    private static int Slips(string typed, string name)
    {
        string from = typed.ToUpperInvariant();
        string to = name.ToUpperInvariant();
        int[,] slips = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                slips[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    slips[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1),
                    Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[from.Length, to.Length];
    }
}
