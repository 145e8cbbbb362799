using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Cli.Display;
using Xunit;
using LiveDisplay = TrpoGpu.Cli.Display.LiveDisplay;
using Progress = TrpoGpu.Cli.Display.Progress;

namespace TrpoGpu.Tests.Cli;

/// <summary>What is shown while a run goes on: on a terminal, and anywhere else.</summary>
public sealed class DisplayTests
{
    private static readonly RunFacts Run = new(
        "CartPole-v1", "trpo", 7, "host processor, 2 threads", 20, 1000, FirstStep: 0, TotalSteps: 100_000, 0.01, 475);

    [Fact]
    public void The_panel_says_where_the_run_stands()
    {
        TrainingPanel panel = new(Run);
        panel.Add(Report(9_000, 250), TimeSpan.FromSeconds(0.9));
        panel.Add(Report(10_000, 212.34) with { Iteration = 10 }, TimeSpan.FromSeconds(1));
        string text = string.Join('\n', panel.Lines(100, TimeSpan.FromSeconds(1.2)));
        Assert.Contains("CartPole-v1   trpo   seed 7   host processor, 2 threads", text);
        Assert.Contains("return   212.3   best 250.0   solved at 475", text);
        Assert.Contains("KL 0.0086 of 0.01   step 0.80   CG 6   entropy 0.50", text);
        Assert.Contains("updates  10, none refused", text);
        Assert.Contains("rollout 20%   policy 30%   critic 50%", text);
        Assert.Contains("10%   10k of 100k steps   10k/s   0:09 left", text);
    }

    [Fact]
    public void An_algorithm_that_knows_no_KL_is_held_to_none()
    {
        TrainingPanel panel = new(Run with { Algorithm = "ppo", MaxKl = null });
        panel.Add(Report(9_000, 250), TimeSpan.FromSeconds(1));
        Assert.Contains("KL 0.0086   step 0.80", string.Join('\n', panel.Lines(100, TimeSpan.Zero)));
    }

    [Fact]
    public void The_time_left_of_a_resumed_run_counts_the_steps_of_this_process_alone()
    {
        RunFacts resumed = Run with { FirstStep = 50_000 };
        TrainingPanel panel = new(resumed);
        panel.Add(Report(60_000, 1), TimeSpan.FromSeconds(10));
        Assert.Contains("60%   60k of 100k steps   1000/s   0:40 left", panel.Lines(100, TimeSpan.Zero)[^1]);
        panel.Add(Report(100_000, 1), TimeSpan.FromSeconds(50));
        Assert.EndsWith("100%   100k of 100k steps   1000/s   done", panel.Lines(100, TimeSpan.Zero)[^1]);
    }

    [Fact]
    public void Refused_updates_are_counted_and_the_last_is_named()
    {
        TrainingPanel panel = new(Run);
        panel.Add(Refused(1_000, UpdateOutcome.KlExceeded), TimeSpan.FromSeconds(1));
        panel.Add(Refused(2_000, UpdateOutcome.NoImprovement), TimeSpan.FromSeconds(2));
        panel.Add(Report(3_000, double.NaN) with { Iteration = 3 }, TimeSpan.FromSeconds(3));
        List<string> lines = panel.Lines(100, TimeSpan.Zero);
        Assert.Contains("updates  3, 2 refused, the last for NoImprovement", lines);
        Assert.Contains("return   no episode has ended yet   solved at 475", lines);
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        TrainingPanel panel = new(Run);
        for (int width = 1; width < 130; width++)
        {
            Assert.All(panel.Lines(width, TimeSpan.FromDays(3)), line => Assert.InRange(line.Length, 0, width));
        }

        panel.Add(Report(99_999, -1234.5), TimeSpan.FromDays(3));
        for (int width = 1; width < 130; width++)
        {
            Assert.All(panel.Lines(width, TimeSpan.FromDays(3)), line => Assert.InRange(line.Length, 0, width));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40)]
    [InlineData(2)]
    public void The_live_display_ends_with_the_last_state_and_gives_the_cursor_back(int width)
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        using (LiveDisplay display = new(console, Run))
        {
            display.Show(Report(12_000, 300), TimeSpan.FromSeconds(1));
            display.Say("stopping after this update [1]");
            display.Dispose();
        }

        string shown = text.ToString();
        Assert.StartsWith("\e[?25l", shown);
        Assert.EndsWith("\e[?25h", shown);
        if (width == 100)
        {
            Assert.Contains("12k of 100k steps", shown);
            Assert.Contains("stopping after this update [1]", shown);
        }
    }

    [Fact]
    public void Without_a_terminal_there_is_a_table_of_a_dozen_lines()
    {
        StringWriter text = new() { NewLine = "\n" };
        using PlainDisplay display = new(text, Run);
        for (int update = 1; update <= 100; update++)
        {
            TrainingReport report = update == 100
                ? Refused(100_000, UpdateOutcome.KlExceeded)
                : Report(1000 * update, update);
            display.Show(report, TimeSpan.FromSeconds(update / 10.0));
        }

        display.Say("done");
        string[] lines = text.ToString().TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 12, 16);
        Assert.Equal("     steps    return   length       KL   step   CG      EV   steps/s     left", lines[2]);
        Assert.Equal("      1000       1.0      123   0.0086   0.80    6    0.25       10k     0:09", lines[3]);
        Assert.EndsWith("0:00  KlExceeded", lines[^2]);
        Assert.Equal("done", lines[^1]);
    }

    [Fact]
    public void A_slow_run_shows_a_line_every_ten_seconds()
    {
        StringWriter text = new();
        using PlainDisplay display = new(text, Run with { TotalSteps = 1_000_000_000 });
        for (int second = 1; second <= 60; second++)
        {
            display.Show(Report(1000 * second, second), TimeSpan.FromSeconds(second));
        }

        Assert.Equal(3 + 6, text.ToString().Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9999, "9999")]
    [InlineData(10_000, "10k")]
    [InlineData(12_345, "12.3k")]
    [InlineData(1_234_567, "1.23M")]
    [InlineData(2e9, "2G")]
    public void Counts_are_short(double count, string expected) => Assert.Equal(expected, Progress.Count(count));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(75, "1:15")]
    [InlineData(3600 + 62, "1:01:02")]
    [InlineData(100 * 3600, "100:00:00")]
    public void Durations_are_clocks(double seconds, string expected) =>
        Assert.Equal(expected, Progress.Duration(TimeSpan.FromSeconds(seconds)));

    private static TrainingReport Refused(long steps, UpdateOutcome outcome)
    {
        TrainingReport report = Report(steps, 1);
        return report with { Update = report.Update with { Outcome = outcome, StepFraction = 0 } };
    }

    private static TrainingReport Report(long steps, double episodeReturn) => new()
    {
        Iteration = 1,
        Steps = steps,
        EpisodesEnded = 1,
        EpisodeReturnMean = episodeReturn,
        EpisodeLengthMean = 123,
        Update = new UpdateReport(
            UpdateOutcome.Accepted,
            default(ConjugateGradientResult) with { Iterations = 6 },
            default,
            default(SurrogateTerms) with { MeanKlOldToNew = 0.0086, Entropy = 0.5 },
            StepFraction: 0.8,
            Backtracks: 1,
            ExpectedImprovement: 0.01),
        Critic = default,
        ExplainedVariance = 0.25,
        RolloutTime = TimeSpan.FromMilliseconds(2),
        UpdateTime = TimeSpan.FromMilliseconds(3),
        CriticTime = TimeSpan.FromMilliseconds(5),
    };
}
