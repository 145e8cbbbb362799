using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>What can be read off the PTX of one kernel; the text itself, a quarter of a megabyte, is not kept.</summary>
internal sealed partial class PtxFacts
{
    private readonly HashSet<string> operations = [];
    private readonly List<string> mergeable = [];
    private readonly List<string> local = [];
    private readonly List<string> calls = [];

    internal PtxFacts(string text)
    {
        foreach (var range in text.AsSpan().EnumerateLines())
        {
            var line = range.Trim();
            if (line.StartsWith(".shared"))
            {
                StaticSharedBytes += int.Parse(ArrayLength().Match(line.ToString()).Value, CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith(".extern .shared"))
            {
                HasDynamicShared = true;
            }
            else if (line.StartsWith(".extern"))
            {
                calls.Add(line.ToString());
            }
            else if (line.StartsWith(".local"))
            {
                local.Add(line.ToString());
            }
            else if (line.EndsWith(";") && line.Length > 1 && line[0] != '.')
            {
                Add(WithoutPredicate(line[..^1]));
            }
        }

        calls.AddRange(operations.Where(operation => operation.Split('.')[0] == "call"));
    }

    /// <summary>Bytes of shared memory that the module declares for itself.</summary>
    internal int StaticSharedBytes { get; }

    /// <summary>Whether a launch adds to it.</summary>
    internal bool HasDynamicShared { get; }

    /// <summary>What is called, or expected of another module.</summary>
    internal IEnumerable<string> Calls => calls;

    /// <summary>Memory of a thread's own that is no register: variables, loads and stores.</summary>
    internal IEnumerable<string> LocalMemory => local.Concat(With("local"));

    /// <summary>Products that the assembler may merge with a sum, and whose bits that would change.</summary>
    /// <remarks>One that says how it rounds is left alone; a product with a power of two is exact either way.</remarks>
    internal IEnumerable<string> MergeableProducts => mergeable;

    /// <summary>Whether some instruction is the named one, in all its parts.</summary>
    internal bool Has(string operation) => operations.Contains(operation);

    /// <summary>Operations with one of some modifiers.</summary>
    internal IEnumerable<string> With(params string[] modifiers) =>
        operations.Where(operation => operation.Split('.').Skip(1).Intersect(modifiers).Any());

    private void Add(ReadOnlySpan<char> instruction)
    {
        var end = instruction.IndexOfAny(' ', '\t');
        var operation = end < 0 ? instruction : instruction[..end];
        var known = operations.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.Contains(operation))
        {
            known.Add(operation);
        }

        if ((operation.SequenceEqual("mul.f32") && !PowerOfTwo().IsMatch(instruction)) ||
            (operation.StartsWith("mad.") && operation.EndsWith(".f32")))
        {
            mergeable.Add(instruction.ToString());
        }
    }

    // @%p1 bra L_1 and @!%p1 bra L_1.
    private static ReadOnlySpan<char> WithoutPredicate(ReadOnlySpan<char> instruction) =>
        instruction[0] == '@' ? instruction[instruction.IndexOfAny(' ', '\t')..].TrimStart() : instruction;

    [GeneratedRegex(@"(?<=\[)\d+(?=\];)")]
    private static partial Regex ArrayLength();

    // A significand of zeros.
    [GeneratedRegex(@"0f[0-9A-F]{2}[08]00000\b")]
    private static partial Regex PowerOfTwo();
}
