using System;
using System.Linq;
using TrpoGpu.Cli.Comparing;
using TrpoGpu.Cli.Display;
using Xunit;
using Progress = TrpoGpu.Cli.Display.Progress;

namespace TrpoGpu.Tests.Cli;

/// <summary>How long the rest of a grid takes, by what was seen of it.</summary>
public sealed class GridProgressTests
{
    private static readonly GridCell[] Cells =
    [
        .. from seed in new[] { 0UL, 1UL }
           from environment in new[] { "A", "B" }
           from algorithm in new[] { "x", "y" }
           select new GridCell(
               environment, algorithm, seed, new TrpoOptions { TotalSteps = 1000 },
               $"{environment}/{algorithm}/s{seed}", ""),
    ];

    [Fact]
    public void Before_anything_was_seen_nobody_knows()
    {
        GridProgress progress = new(Cells);
        Assert.Null(progress.Remaining());
        progress.Begin(Cells[0], 0);
        Assert.Null(progress.Remaining());
        Assert.Equal((0, 8), (progress.Done, progress.Count));
    }

    [Fact]
    public void A_kind_of_run_takes_what_its_like_took()
    {
        GridProgress progress = new(Cells);
        progress.End(Cells[0], 1000, 10);
        Assert.Equal(70, progress.Remaining()!.Value.TotalSeconds, 1e-9);

        // Of A with y the own speed is known now; B is taken for the mean of both.
        progress.End(Cells[1], 1000, 20);
        Assert.Equal(10 + 20 + (4 * 15), progress.Remaining()!.Value.TotalSeconds, 1e-9);
        progress.End(Cells[2], 1000, 1);
        Assert.Equal(10 + 20 + 1 + 1 + 1, progress.Remaining()!.Value.TotalSeconds, 1e-9);
        Assert.Equal("0:33", Progress.Duration(progress.Remaining()!.Value));
    }

    [Fact]
    public void A_run_that_goes_on_counts_what_it_took_this_time()
    {
        GridProgress progress = new(Cells[..1]);
        progress.Begin(Cells[0], stepsTaken: 600);
        progress.Add(new TrainingReport
        {
            Iteration = 7,
            Steps = 800,
            EpisodesEnded = 0,
            EpisodeReturnMean = 0,
            EpisodeLengthMean = 0,
            Update = default,
            Critic = default,
            ExplainedVariance = 0,
            RolloutTime = default,
            UpdateTime = default,
            CriticTime = default,
        }, TimeSpan.FromSeconds(5));
        Assert.Equal(5, progress.Remaining()!.Value.TotalSeconds, 1e-9);
        progress.End(Cells[0], 1000, 25);
        Assert.Equal(TimeSpan.Zero, progress.Remaining());
        Assert.Null(progress.Current);
    }
}
