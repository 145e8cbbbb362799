using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TrpoGpu.Tests.Repository;

/// <summary>What the compiler and the formatter do not see of the house style.</summary>
public sealed partial class SourceFileTests
{
    private const int MaxLines = 300;

    // 110 columns are the aim; what no line may exceed leaves room for a name that would read worse broken.
    private const int MaxColumns = 120;

    [Fact]
    public void A_file_is_split_before_it_is_too_long_to_survey() =>
        Offenders.MustBeNone(
            $"Files have at most {MaxLines} lines.",
            SourceTree.SourceFiles.Where(file => SourceTree.Lines(file).Length > MaxLines));

    [Fact]
    public void A_line_fits_a_screen() =>
        Offenders.MustBeNone($"Lines have at most {MaxColumns} columns.", Where(line => line.Length > MaxColumns));

    [Fact]
    public void No_file_folds_its_text_away_or_promises_work() =>
        Offenders.MustBeNone("Source is whole and visible.", Where(Unfinished().IsMatch));

    private static IEnumerable<string> Where(Func<string, bool> breaksTheRule) =>
        SourceTree.SourceFiles.SelectMany(file => SourceTree.Lines(file)
            .Select((line, k) => (Place: $"{file}:{k + 1}: {line.Trim()}", Breaks: breaksTheRule(line)))
            .Where(entry => entry.Breaks)
            .Select(entry => entry.Place));

    [GeneratedRegex(@"^\s*#region|\b(T[O]DO|FIX[M]E)\b|new NotImplemented[E]xception")]
    private static partial Regex Unfinished();
}
