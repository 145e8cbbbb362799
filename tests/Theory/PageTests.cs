using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Theory;

/// <summary>What src/TrpoGpu.Theory/README.md shows is what the library does.</summary>
public sealed class PageTests
{
    private const string Folder = "src/TrpoGpu.Theory";

    private static readonly string Text = File.ReadAllText(Path.Combine(SourceTree.Root, Folder, "README.md"));

    [Fact]
    public void The_example_is_the_one_that_is_compiled()
    {
        var source = Trimmed(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Theory", "PageExample.cs")));
        var expected = Trimmed(Regex.Match(Text, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        Assert.Equal(source[(Array.IndexOf(source, "{", Array.IndexOf(source, "{") + 1) + 1)..^2], expected);
    }

    [Fact]
    public void The_example_prints_what_the_page_says()
    {
        using var output = new StringWriter { NewLine = "\n" };
        PageExample.Run(output);
        MustContain("```\n" + output + "```");
    }

    [Fact]
    public void The_ratios_of_bound_to_truth_are_the_measured_ones() =>
        MustContain(string.Join('\n', MeasuredTightness.PenaltyOverError()));

    [Fact]
    public void The_gains_of_one_step_are_the_measured_ones() =>
        MustContain(string.Join('\n', MeasuredTightness.GainOfOneStep()));

    [Fact]
    public void Every_file_has_its_line_and_every_line_its_file()
    {
        var named = Regex.Matches(Text, @"^\| `(\w+\.cs)`", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        var there = SourceTree.SourceFiles.Where(file => file.StartsWith(Folder + "/", StringComparison.Ordinal))
            .Select(file => file[(Folder.Length + 1)..]);
        Assert.Equal(there.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static void MustContain(string expected) =>
        Assert.True(Text.Contains(expected, StringComparison.Ordinal), $"{Folder}/README.md should say:\n{expected}");

    private static string[] Trimmed(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
