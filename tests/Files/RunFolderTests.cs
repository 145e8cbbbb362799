using System;
using System.Diagnostics;
using System.IO;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_run_takes_the_next_free_name()
    {
        string[] names = ["cartpole-s0", "cartpole-s0-2", "cartpole-s0-3"];
        foreach (string name in names)
        {
            using RunFolder run = RunFolder.CreateNew(folder["runs"], "cartpole-s0");
            Assert.Equal(Path.Combine(folder["runs"], name), run.Files.Folder);
            File.WriteAllText(run.Files.Config, "{}");
        }
    }

    [Fact]
    public void A_folder_that_is_empty_or_holds_only_an_old_lock_is_free()
    {
        Directory.CreateDirectory(folder["a"]);
        for (int time = 0; time < 2; time++)
        {
            using RunFolder run = RunFolder.CreateNew(folder.Path, "a");
            Assert.Equal(folder["a"], run.Files.Folder);
        }
    }

    [Fact]
    public void A_folder_owned_by_a_run_that_has_written_nothing_yet_is_not_free()
    {
        using RunFolder first = RunFolder.CreateNew(folder.Path, "a");
        using RunFolder second = RunFolder.CreateNew(folder.Path, "a");
        Assert.Equal(folder["a-2"], second.Files.Folder);
    }

    [Fact]
    public void A_file_of_that_name_is_passed_over()
    {
        File.WriteAllText(folder["a"], "something else");
        using RunFolder run = RunFolder.CreateNew(folder.Path, "a");
        Assert.Equal(folder["a-2"], run.Files.Folder);
    }

    [Fact]
    public void Opening_claims_the_run_and_removes_what_a_killed_writer_left()
    {
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(Path.Combine(folder["a"], "policy.safetensors"), "kept");
        File.WriteAllText(Path.Combine(folder["a"], "policy.safetensors.tmp-00112233aabbccdd"), "torn");
        using (RunFolder run = RunFolder.Open(folder["a"]))
        {
            Assert.True(File.Exists(run.Files.Policy));
            Assert.Single(Directory.GetFiles(folder["a"], "*.safetensors*"));
            FileAccessException error = Assert.Throws<FileAccessException>(() => RunFolder.Open(folder["a"]));
            Assert.Contains($"process {Environment.ProcessId} ", error.Message, StringComparison.Ordinal);
        }

        RunFolder.Open(folder["a"]).Dispose();
    }

    [Fact]
    public void A_run_of_another_process_is_refused_with_its_number_and_taken_over_when_that_is_killed()
    {
        Directory.CreateDirectory(folder["a"]);
        using Process child = ChildProcess.Start(RunFolderHolder.Hold, folder["a"]);
        try
        {
            Assert.Equal("held", child.StandardOutput.ReadLine());
            FileAccessException error = Assert.Throws<FileAccessException>(() => RunFolder.Open(folder["a"]));
            Assert.Contains($"process {child.Id} ", error.Message, StringComparison.Ordinal);
            Assert.Contains(folder["a"], error.Message, StringComparison.Ordinal);
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }

        RunFolder.Open(folder["a"]).Dispose();
    }

    [Fact]
    public void A_missing_run_cannot_be_opened()
    {
        Assert.Contains(
            "no such run folder",
            Assert.Throws<FileAccessException>(() => RunFolder.Open(folder["a"])).Message,
            StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/a")]
    [InlineData("C:a")]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("~a")]
    [InlineData("$a")]
    [InlineData("a*")]
    [InlineData("a\u202e")]
    public void A_name_that_is_more_than_a_name_is_refused(string name)
    {
        string message =
            Assert.Throws<ArgumentException>(() => RunFolder.CreateNew(folder.Path, name)).Message;
        Assert.DoesNotContain('\u202e', message);
        Assert.DoesNotContain('\n', message);
        Assert.Empty(folder.Names());
    }

    [Theory]
    [InlineData("cartpole", 0ul, "cartpole-s0")]
    [InlineData("ALE/Pong-v5", 7ul, "ALE-Pong-v5-s7")]
    [InlineData("../x", ulong.MaxValue, "x-s18446744073709551615")]
    public void The_default_name_is_environment_and_seed(string environment, ulong seed, string expected)
    {
        string name = RunFolder.DefaultName(environment, seed);
        Assert.Equal(expected, name);
        RunFolder.CheckName(name);
    }

    [Fact]
    public void The_files_have_their_fixed_names()
    {
        RunFiles files = new("r");
        string[] names =
        [
            files.Config, files.Command, files.SystemDescription, files.Monitor, files.ProgressJson,
            files.ProgressCsv, files.TensorBoard, files.Policy, files.Checkpoint,
        ];
        Assert.Equal(
            "config.json command.txt system.json monitor.csv progress.jsonl progress.csv tb " +
            "policy.safetensors checkpoint.safetensors",
            string.Join(' ', Array.ConvertAll(names, name => Path.GetRelativePath("r", name))));
    }
}
