using System;
using System.Collections.Generic;
using System.Globalization;

namespace TrpoGpu.Benchmarks;

/// <summary>A command line of names, each with a value: <c>--out FILE --rounds 5</c>.</summary>
internal sealed class NamedValues
{
    private readonly Dictionary<string, string> values = [];

    /// <summary>Reads it.</summary>
    /// <param name="words">What was typed.</param>
    /// <param name="known">Names that there are.</param>
    /// <exception cref="UsageException">
    /// A name is not known, was given twice, or has no value; the message says what was expected.
    /// </exception>
    public NamedValues(ReadOnlySpan<string> words, params string[] known)
    {
        for (int k = 0; k < words.Length; k += 2)
        {
            if (Array.IndexOf(known, words[k]) < 0)
            {
                throw new UsageException($"'{words[k]}' is not known, expected {string.Join(", ", known)}");
            }

            if (k + 1 == words.Length)
            {
                throw new UsageException($"{words[k]}: a value is missing");
            }

            if (!values.TryAdd(words[k], words[k + 1]))
            {
                throw new UsageException($"{words[k]}: given twice");
            }
        }
    }

    /// <summary>The value of a name; null if it was not given.</summary>
    public string? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>A number of things.</summary>
    /// <exception cref="UsageException">It is not a whole number from 1 on.</exception>
    public int Count(string name, int otherwise) => Find(name) switch
    {
        null => otherwise,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) &&
            count >= 1 => count,
        string text => throw new UsageException($"{name}: '{text}' given, expected a whole number from 1 on"),
    };
}
