using System;
using System.IO;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>What <c>trpo train --resume</c> goes on with, and what it refuses.</summary>
public sealed class ResumeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RunFiles files;

    public ResumeCommandTests()
    {
        files = new RunFiles(folder["run"]);
        Trpo.Run(SmallRun.Train(files.Folder, updates: 5, "--seed", "2", "--quiet")).Done();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void More_steps_make_the_run_that_had_them_from_the_start()
    {
        string more = $"{9 * SmallRun.Batch}";
        TrpoResult result = Trpo.Run("train", "--resume", "--out", files.Folder, "--steps", more).Done();
        Assert.Contains("going on after step 600", result.Error);
        Assert.Contains("1080, 480 of them now in", result.Output);

        Trpo.Run(SmallRun.Train(folder["whole"], updates: 9, "--seed", "2", "--quiet")).Done();
        Assert.Equal(SmallRun.Policy(folder["whole"]), SmallRun.Policy(files.Folder));
        Assert.Equal(SmallRun.Episodes(folder["whole"]), SmallRun.Episodes(files.Folder));
        Assert.Equal(SmallRun.Rows(folder["whole"]), SmallRun.Rows(files.Folder));
        Assert.Equal(File.ReadAllText(new RunFiles(folder["whole"]).Config), File.ReadAllText(files.Config));

        string[] commands = File.ReadAllLines(files.Command);
        Assert.Equal(2, commands.Length);
        Assert.Equal($"trpo train --resume --out {files.Folder} --steps {more}", commands[1]);
        Assert.Equal(2, Directory.GetFiles(files.TensorBoard).Length);
    }

    [Fact]
    public void The_clock_of_the_log_goes_on()
    {
        Trpo.Run("train", "--resume", "--out", files.Folder, "--steps", "840", "--quiet").Done();
        double[] seconds =
        [
            .. File.ReadLines(files.ProgressCsv).Skip(1).Select(row => double.Parse(row.Split(',')[4])),
        ];
        Assert.Equal(7, seconds.Length);
        Assert.Equal(seconds.Order(), seconds);
    }

    [Fact]
    public void A_run_that_is_done_says_so_and_is_measured()
    {
        TrpoResult result = Trpo.Run("train", "--resume", "--out", files.Folder).Done();
        Assert.Contains("the run has its 600 steps already: to go on, give more with --steps", result.Error);
        Assert.StartsWith("return ", result.Output);
    }

    [Fact]
    public void Another_backend_goes_on_and_says_that_the_bits_will_differ()
    {
        TrpoResult result = Trpo.Run(
            "train", "--resume", "--out", files.Folder, "--steps", "720", "--device", "reference").Done();
        Assert.Contains("that was on cpu, and reference rounds otherwise", result.Error);
    }

    [Theory]
    [InlineData("has environment 'CartPole-v1', not 'Acrobot-v1'", "acrobot")]
    [InlineData("has seed '2', not '3'", "--seed", "3")]
    public void What_contradicts_the_run_is_refused(string expected, params string[] words)
    {
        TrpoResult result = Trpo.Run(["train", "--resume", "--out", files.Folder, .. words]);
        Assert.Equal(2, result.Code);
        Assert.Contains(expected, Assert.Single(result.ErrorLines));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_nothing_is_overwritten()
    {
        byte[] bytes = File.ReadAllBytes(files.Checkpoint);
        bytes[^1] ^= 1;
        File.WriteAllBytes(files.Checkpoint, bytes);
        Refused("checkpoint.safetensors: ", "sha256");
        File.WriteAllBytes(files.Checkpoint, bytes.AsSpan(0, bytes.Length / 2));
        Refused("checkpoint.safetensors: ");
        File.WriteAllBytes(files.Checkpoint, []);
        Refused("checkpoint.safetensors: byte 0");
        File.Copy(files.Policy, files.Checkpoint, overwrite: true);
        Refused("metadata format: it is 'trpogpu-policy', expected 'trpogpu-checkpoint'");
    }

    [Fact]
    public void A_checkpoint_with_impossible_counters_is_refused_and_nothing_is_overwritten()
    {
        new EditedSafetensors(files.Checkpoint).Tensor<ulong>("counters", [1UL << 40, 1], 2).WriteTo(files.Checkpoint);
        Refused("tensor counters: ");
    }

    [Fact]
    public void A_checkpoint_of_an_unknown_environment_is_refused()
    {
        new EditedSafetensors(files.Checkpoint).Text("env_id", "Ant-v5").WriteTo(files.Checkpoint);
        Refused("'Ant-v5' is not built in");
    }

    [Fact]
    public void Logs_of_something_else_are_refused()
    {
        File.WriteAllText(files.ProgressCsv, "a,b\n1,2\n");
        Refused("progress.csv: line 1: the columns are 'a,b'");
    }

    [Fact]
    public void A_run_in_use_says_by_which_process()
    {
        using RunFolder claim = RunFolder.Open(files.Folder);
        Refused($"process {Environment.ProcessId} is using it; wait until it ends, or use another folder");
    }

    [Fact]
    public void A_folder_with_a_run_is_not_taken_for_a_new_one()
    {
        TrpoResult result = Trpo.Run(SmallRun.Train(files.Folder, updates: 1));
        Assert.Equal(2, result.Code);
        Assert.Contains("holds a run already; go on with it by --resume", Assert.Single(result.ErrorLines));
    }

    // Exit code 6, one line, and every byte in the folder as it was.
    private void Refused(params string[] expected)
    {
        string[] before = Contents();
        TrpoResult result = Trpo.Run("train", "--resume", "--out", files.Folder, "--steps", "1200");
        Assert.Equal(6, result.Code);
        Assert.Equal("", result.Output);
        Assert.All(expected, part => Assert.Contains(part, Assert.Single(result.ErrorLines)));
        Assert.Equal(before, Contents());
    }

    private string[] Contents() =>
    [
        .. Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => path != files.Lock)
            .Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}"),
    ];
}
