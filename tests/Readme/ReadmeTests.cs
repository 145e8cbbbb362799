using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TrpoGpu.Cli;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Readme;

public sealed class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    [Fact]
    public void The_library_example_is_the_one_that_is_compiled()
    {
        var block = Regex.Match(Text, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        // The example's own namespace needs fewer directives than a newcomer's program.
        var expected = Lines(block).Where(line => !Regex.IsMatch(line, @"^using [\w.]+;$")).ToArray();
        var source = Lines(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Readme", "QuickStart.cs")));
        Assert.InRange(expected.Length, 8, 15);
        var place = 0;
        foreach (var line in expected)
        {
            place = Array.IndexOf(source, line, place);
            Assert.True(place >= 0, $"The README's line '{line}' is not in QuickStart.cs, or not in this order.");
            place++;
        }
    }

    [Fact]
    public void Every_command_of_the_table_has_help()
    {
        var commands = Regex.Matches(Text, @"\| `trpo (\w+)").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["train", "eval", "render", "replay", "compare", "envs", "devices", "bench"], commands);
        Assert.All(commands, command =>
        {
            using var output = new StringWriter();
            Assert.Equal(0, TrpoCommand.Run([command, "--help"], output, TextWriter.Null));
            Assert.Contains($" {command} ", output.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_file_and_folder_it_names_exists()
    {
        var paths = Regex.Matches(Text, @"`((?:src|kernels|benchmarks|tests)/[\w./]+|[A-Z]+\.md)`")
            .Select(match => match.Groups[1].Value.TrimEnd('/')).Distinct().ToArray();
        Assert.NotEmpty(paths);
        Assert.All(paths, path =>
        {
            var full = Path.Combine(SourceTree.Root, path);
            Assert.True(File.Exists(full) || Directory.Exists(full), $"The README names {path}, which is not there.");
        });
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
