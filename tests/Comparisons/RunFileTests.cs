using System;
using System.IO;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Comparisons;

/// <summary>What a comparison reads of a run folder, and writes into it.</summary>
public sealed class RunFileTests : IDisposable
{
    private const string Head =
        "rollout/ep_rew_mean,time/total_timesteps,time/time_elapsed,train/kl_divergence_loss,train/outcome\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_log_is_read_by_its_columns()
    {
        RunProgress progress = Read(Head + "nan,100,0.5,0.01,Accepted\n-12.5,200,1.5,inf,NonFinite\n");
        Assert.Equal([100, 200], progress.Steps);
        Assert.Equal([0.5, 1.5], progress.Seconds);
        Assert.Equal(["Accepted", "NonFinite"], progress.Outcomes);
        Assert.Equal(-12.5, progress.LastReturn);
        Assert.Equal(double.NaN, progress.ReturnBySteps[150]);
        Assert.Equal(-12.5, progress.ReturnBySeconds[1.5]);
        Assert.Equal(7500, progress.SecondsPerMillionSteps, 1e-9);
        Assert.Equal(0.01, progress.MeanKl);
        Assert.Equal(1, progress.AcceptedUpdates);
    }

    [Fact]
    public void A_log_without_updates_has_no_figures()
    {
        RunProgress progress = Read(Head);
        Assert.Equal((0, double.NaN, double.NaN), (progress.TotalSeconds, progress.LastReturn, progress.MeanKl));
    }

    [Theory]
    [InlineData("", "line 1: there is no column time/total_timesteps")]
    [InlineData("a,b\n1,2\n", "line 1: there is no column time/total_timesteps")]
    [InlineData(Head + "1,2,3\n", "line 2: 3 values, expected one for each of 5 columns")]
    [InlineData(Head + "1,2,3,4,x\n1,2,many,4,x\n", "line 3: time/time_elapsed is 'many', expected a number")]
    public void Something_else_is_refused_with_its_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidFileException>(() => Read(text)).Message);

    [Fact]
    public void A_score_is_read_as_it_was_written()
    {
        Assert.Null(CellScore.TryRead(folder.Path));
        CellScore score = new(CellOutcome.Diverged, "NaN \"again\"", 1200, 100, -0.1, 1.0 / 3, 7);
        score.Write(folder.Path);
        Assert.Equal(score, CellScore.TryRead(folder.Path));
        (score with { Outcome = CellOutcome.Finished, Message = null }).Write(folder.Path);
        Assert.Equal(CellOutcome.Finished, CellScore.TryRead(folder.Path)!.Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"outcome\": \"finished\" }")]
    [InlineData("{ \"outcome\": \"unheard of\", \"message\": null }")]
    [InlineData("{ \"outcome\": 7 }")]
    public void Something_else_is_no_score(string text)
    {
        File.WriteAllText(CellScore.PathIn(folder.Path), text);
        Assert.Contains(
            "evaluation.json", Assert.Throws<InvalidFileException>(() => CellScore.TryRead(folder.Path)).Message);
    }

    private RunProgress Read(string text)
    {
        File.WriteAllText(folder["progress.csv"], text);
        return RunProgress.Read(folder["progress.csv"]);
    }
}
