using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Threading;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>The program as a process: its streams, signals, and being killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly RunFiles files;

    public ProcessTests() => files = new RunFiles(folder["run"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_without_a_name_are_numbered_and_nothing_but_text_is_printed()
    {
        string[] train = ["train", .. SmallRun.Settings(), "--steps", "240"];
        TrpoResult first = Trpo.Execute(folder.Path, [.. train, "--json"]).Done();
        TrpoResult second = Trpo.Execute(folder.Path, train).Done();
        using JsonDocument json = JsonDocument.Parse(first.Output);
        Assert.Equal("runs/cartpole-s0", json.RootElement.GetProperty("out").GetString());
        Assert.Contains("trpo eval runs/cartpole-s0-2 ", second.Output);
        Assert.Equal(SmallRun.Policy(folder["runs/cartpole-s0"]), SmallRun.Policy(folder["runs/cartpole-s0-2"]));
        Assert.All(
            first.Output + first.Error + second.Output + second.Error,
            letter => Assert.True(letter == '\n' || !char.IsControl(letter)));
    }

    [Theory]
    [InlineData(Trpo.Interrupt)]
    [InlineData(Trpo.Terminate)]
    public void A_signal_ends_the_run_after_its_update_and_the_rest_follows(int signal)
    {
        using Process process = Trpo.Start(folder.Path, Endless("--json"));
        WaitFor(() => Lines(files.ProgressCsv) > 3);
        Trpo.Signal(process, signal);
        TrpoResult result = Trpo.Finish(process);
        Assert.Equal(130, result.Code);
        Assert.Contains("stopping after this update; once more stops at once", result.Error);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.True(json.RootElement.GetProperty("interrupted").GetBoolean());

        long steps = json.RootElement.GetProperty("steps").GetInt64();
        Assert.Equal(SmallRun.Batch * (Lines(files.ProgressCsv) - 1), steps);
        ResumeTo((int)(steps / SmallRun.Batch) + 2);
    }

    [Fact]
    public void An_interrupted_run_says_how_to_go_on()
    {
        using Process process = Trpo.Start(folder.Path, Endless());
        WaitFor(() => File.Exists(files.Policy));
        Trpo.Signal(process, Trpo.Interrupt);
        TrpoResult result = Trpo.Finish(process);
        Assert.Equal(130, result.Code);
        Assert.Contains($"go on    trpo train --resume --out {files.Folder}\n", result.Output);
    }

    [Fact]
    public void A_second_signal_ends_the_process_at_once()
    {
        // An update of a minute.
        string[] slow =
        [
            "train", "pendulum", "--envs", "1000", "--set", "n_steps=200", "--set", "cg_max_steps=1000", "--set",
            "net_arch=64,64", "--out", files.Folder,
        ];
        using Process process = Trpo.Start(folder.Path, slow);
        WaitFor(() => File.Exists(files.Policy));
        Trpo.Signal(process, Trpo.Interrupt);
        while (!process.StandardError.ReadLine()!.StartsWith("stopping after this update", StringComparison.Ordinal))
        {
        }

        Trpo.Signal(process, Trpo.Interrupt);
        TrpoResult result = Trpo.Finish(process);
        Assert.Equal(130, result.Code);
        Assert.Equal("", result.Output);
        Assert.Equal($"trpo: stopped at once; to go on: trpo train --resume --out {files.Folder}\n", result.Error);
        Assert.Equal(1, Lines(files.ProgressCsv));
    }

    [Fact]
    public void Killed_again_and_again_a_run_ends_as_if_it_had_never_been()
    {
        int kills = Vector128.IsHardwareAccelerated ? 6 : 2;
        Random random = new(1);
        string[] words = Endless("--checkpoint-every", "0");
        for (int kill = 0; kill < kills; kill++)
        {
            using Process process = Trpo.Start(folder.Path, words);
            long before = Lines(files.ProgressCsv);
            WaitFor(() => Lines(files.ProgressCsv) > before + 1);
            Thread.Sleep(random.Next(30));
            process.Kill();
            process.WaitForExit();
            words = ["train", "--resume", "--out", files.Folder, "--checkpoint-every", "0"];
        }

        ResumeTo(Lines(files.ProgressCsv) + 1);
        Assert.Equal(1 + kills, File.ReadLines(files.Command).Count());
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_update_can_be_resumed()
    {
        using Process process = Trpo.Start(folder.Path, Endless());
        WaitFor(() => File.Exists(files.Checkpoint));
        process.Kill();
        process.WaitForExit();
        ResumeTo(updates: 4);
    }

    [Fact]
    public void A_run_in_use_is_refused_with_the_number_of_its_process()
    {
        using Process process = Trpo.Start(folder.Path, Endless());
        WaitFor(() => File.Exists(files.Checkpoint));
        TrpoResult second = Trpo.Run("train", "--resume", "--out", files.Folder);
        process.Kill();
        process.WaitForExit();
        Assert.Equal(6, second.Code);
        Assert.Contains($"process {process.Id} is using it", Assert.Single(second.ErrorLines));
    }

    private string[] Endless(params string[] more) => SmallRun.Train(files.Folder, updates: 10_000_000, more);

    // To a number of updates, at which it has to equal a run that was not disturbed.
    private void ResumeTo(int updates)
    {
        string steps = $"{updates * SmallRun.Batch}";
        Trpo.Run("train", "--resume", "--out", files.Folder, "--steps", steps, "--quiet").Done();
        string whole = folder["whole"];
        Trpo.Run(SmallRun.Train(whole, updates, "--quiet")).Done();
        Assert.Equal(SmallRun.Policy(whole), SmallRun.Policy(files.Folder));
        Assert.Equal(SmallRun.Episodes(whole), SmallRun.Episodes(files.Folder));
        Assert.Equal(SmallRun.Rows(whole), SmallRun.Rows(files.Folder));
    }

    private static int Lines(string path) => File.Exists(path) ? File.ReadLines(path).Count() : 0;

    private static void WaitFor(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "nothing happened for a minute");
            Thread.Sleep(5);
        }
    }
}
