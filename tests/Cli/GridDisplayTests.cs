using System;
using System.IO;
using System.Linq;
using Spectre.Console;
using TrpoGpu.Cli.Comparing;
using TrpoGpu.Cli.Display;
using TrpoGpu.Comparisons;
using TrpoGpu.Tests.Comparisons;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>What is shown while a grid of runs is made.</summary>
public sealed class GridDisplayTests
{
    private static readonly GridCell[] Cells =
    [
        .. Enumerable.Range(0, 3).Select(seed => new GridCell(
            "A-v0", "trpo", (ulong)seed, new TrpoOptions { TotalSteps = 20_000 }, $"a/trpo/s{seed}", "")),
    ];

    [Fact]
    public void Lines_say_what_a_run_came_to_and_what_is_left()
    {
        StringWriter text = new() { NewLine = "\n" };
        using PlainGridDisplay display = new(text, new GridProgress(Cells), Cells);
        Play(display);
        string[] lines = text.ToString().Split('\n');
        Assert.Equal("    1 of 3  a/trpo/s0  return   -110.0    2.0 s  left    0:04", lines[0]);
        Assert.Equal("    2 of 3  a/trpo/s1  return -150.2 so far     25 %  left    2:16", lines[1]);
        Assert.Equal("    2 of 3  a/trpo/s1  return   -200.0    2.0 s  left    0:02  diverged", lines[2]);
        Assert.Equal("stopping", lines[3]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40)]
    [InlineData(5)]
    public void A_terminal_shows_the_same(int width)
    {
        StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        using (LiveGridDisplay display = new(console, new GridProgress(Cells)))
        {
            Play(display);
            display.Begin(Cells[2], 0);
        }

        string shown = text.ToString();
        if (width == 100)
        {
            Assert.Contains("3 runs   0:00", shown);
            Assert.Contains("done     a/trpo/s0   return -110.0   2.0 s", shown);
            Assert.Contains("done     a/trpo/s1   return -200.0   2.0 s   diverged", shown);
            Assert.Contains("now      a/trpo/s2", shown);
            Assert.Contains(" 2 of 3 runs   0:02 left", shown);
        }
    }

    // A run that is done, one that takes long and diverges, and a note.
    private static void Play(IGridDisplay display)
    {
        display.Begin(Cells[0], 0);
        display.Show(Report(10_000), TimeSpan.FromSeconds(1));
        display.End(Cells[0], ComparisonSamples.Cell("A-v0", "trpo", 0, 1));
        display.Begin(Cells[1], 0);
        display.Show(Report(5_000), TimeSpan.FromSeconds(95.5));
        CellScore score = new(CellOutcome.Diverged, "NaN", 20_000, 100, -200, 0, 200);
        display.End(Cells[1], ComparisonSamples.Cell("A-v0", "trpo", 1, 1, score));
        display.Say("stopping");
    }

    private static TrainingReport Report(long steps) => new()
    {
        Iteration = 1,
        Steps = steps,
        EpisodesEnded = 1,
        EpisodeReturnMean = -150.2,
        EpisodeLengthMean = 10,
        Update = default,
        Critic = default,
        ExplainedVariance = 0,
        RolloutTime = default,
        UpdateTime = default,
        CriticTime = default,
    };
}
