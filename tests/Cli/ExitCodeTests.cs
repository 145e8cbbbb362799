using System;
using System.IO;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Cli;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>Every kind of failure has its exit code and a line; what is nobody's fault but ours has a trace.</summary>
public sealed class ExitCodeTests
{
    public static TheoryData<int, Exception> Failures => new()
    {
        { 2, new UsageException("what is asked does not fit") },
        { 2, new OptionException("gamma", "2 given, expected 0 to 1") },
        { 3, new EnvironmentContractException(4, 17, "the reward is NaN") },
        { 4, new DeviceUnavailableException("cuda", "there is none") },
        { 4, new OutOfMemoryException("400 GB") },
        { 4, new OutOfDeviceMemoryException("cuda", "the workspace", 3 << 20, 2 << 20, null) },
        { 5, new DivergedException("NaN after NaN") },
        { 6, new InvalidFileException("policy.safetensors", "byte 8", "it is damaged", "Use another copy.") },
        { 6, new FileAccessException("write", "policy.safetensors", "the disk is full") },
        { 6, new IOException("No space left on device") },
        { 6, new UnauthorizedAccessException("Access denied") },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_a_line_and_a_code(int code, Exception failure)
    {
        StringWriter error = new() { NewLine = "\n" };
        Assert.Equal(code, CommandLineErrors.Guard(error, () => throw failure));
        Assert.Equal($"trpo: {failure.Message}\n", error.ToString());
    }

    [Fact]
    public void A_message_of_several_lines_becomes_one_that_no_terminal_obeys()
    {
        StringWriter error = new() { NewLine = "\n" };
        CommandLineErrors.Guard(error, () => throw new UsageException("one\r\n  two\u001b[2J\tthree\u202e"));
        Assert.Equal("trpo: one two?[2J?three?\n", error.ToString());
    }

    [Fact]
    public void An_error_of_ours_shows_where_it_came_from()
    {
        StringWriter error = new();
        Assert.Equal(1, CommandLineErrors.Guard(error, () => throw new InvalidOperationException("oops")));
        Assert.Contains("please report it", error.ToString());
        Assert.Contains(nameof(An_error_of_ours_shows_where_it_came_from), error.ToString());
    }

    [Fact]
    public void Success_says_nothing()
    {
        StringWriter error = new();
        Assert.Equal(130, CommandLineErrors.Guard(error, () => 130));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void Results_that_cannot_be_written_are_a_failure()
    {
        StringWriter error = new();
        Assert.Equal(6, TrpoCommand.Run(["envs"], new FullDiskWriter(), error));
        Assert.StartsWith("trpo: No space left", error.ToString());
    }

    [Fact]
    public void A_run_that_meets_nothing_but_NaN_gives_up()
    {
        using TemporaryFolder folder = new();
        RunFiles files = new(folder.Path);
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(
            backend, "CartPole-v1", new TrpoOptions { Environments = 2, Steps = 10, Hidden = [3] });
        float[] poison = new float[trainer.Policy.Parameters.Length];
        Array.Fill(poison, float.NaN);
        trainer.Policy.Parameters.Write(poison);

        using RunLogs logs = RunLogs.Create(files, "CartPole-v1");
        using Interruption interruption = new(() => { }, () => { });
        RunFacts facts = new("CartPole-v1", "trpo", 0, "cpu", 2, 20, 0, 1_000_000, 0.01, null);
        TrainingRun run = new(trainer, files, logs, new PlainDisplay(TextWriter.Null, facts), TimeSpan.FromHours(1));
        DivergedException end = Assert.Throws<DivergedException>(() => run.Train(1_000_000, interruption));
        Assert.Matches($"^10 updates in a row ended {nameof(UpdateOutcome.NonFinite)}", end.Message);
        Assert.Contains(files.Checkpoint, end.Message);
        Assert.Equal(10, trainer.Iterations);
    }

    private sealed class FullDiskWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
