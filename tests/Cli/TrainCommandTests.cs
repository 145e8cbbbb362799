using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>One run, looked at from all sides.</summary>
public sealed class TrainedRun : IDisposable
{
    public TrainedRun()
    {
        Path = Folder["run"];
        Result = Trpo.Run(SmallRun.Train(Path, updates: 12, "--seed", "3", "--json"));
        Summary = JsonDocument.Parse(Result.Done().Output).RootElement;
    }

    public TemporaryFolder Folder { get; } = new();

    public string Path { get; }

    public JsonElement Summary { get; }

    internal TrpoResult Result { get; }

    public void Dispose() => Folder.Dispose();
}

/// <summary>What <c>trpo train</c> prints and leaves behind.</summary>
public sealed class TrainCommandTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private readonly RunFiles files = new(run.Path);

    [Fact]
    public void Json_is_one_object_with_the_fields_that_programs_rely_on()
    {
        Assert.Single(run.Result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("CartPole-v1", run.Summary.GetProperty("env").GetString());
        Assert.Equal(3, run.Summary.GetProperty("seed").GetInt32());
        Assert.Equal(12 * SmallRun.Batch, run.Summary.GetProperty("steps").GetInt64());
        Assert.Equal(run.Path, run.Summary.GetProperty("out").GetString());
        Assert.Equal(
            run.Summary.GetProperty("eval_return_mean").GetDouble() >= 475,
            run.Summary.GetProperty("solved").GetBoolean());
        Assert.False(run.Summary.GetProperty("interrupted").GetBoolean());
        Assert.All(
            ["wall_seconds", "steps_per_second", "sampling_steps_per_second", "train_return_mean", "eval_return_mean"],
            name => Assert.True(run.Summary.GetProperty(name).GetDouble() > 0, name));
        Assert.True(run.Summary.GetProperty("eval_return_std").GetDouble() >= 0);
    }

    [Fact]
    public void What_people_read_is_plain_lines_on_standard_error()
    {
        Assert.Equal("CartPole-v1, trpo, seed 3: 1440 steps, 120 an update (6 environments)", run.Result.ErrorLines[0]);
        Assert.StartsWith("on host processor, ", run.Result.ErrorLines[1]);
        Assert.StartsWith("     steps    return ", run.Result.ErrorLines[2]);
        Assert.StartsWith("      1440 ", run.Result.ErrorLines[^1]);
        Assert.All(run.Result.Error, letter => Assert.True(letter == '\n' || !char.IsControl(letter)));
        Assert.All(run.Result.ErrorLines, line => Assert.True(line.Length <= 110, line));
    }

    [Fact]
    public void The_run_folder_is_complete()
    {
        string[] expected =
        [
            ".lock", "checkpoint.safetensors", "command.txt", "config.json", "monitor.csv", "policy.safetensors",
            "progress.csv", "progress.jsonl", "system.json", "tb",
        ];
        string[] names = Array.ConvertAll(Directory.GetFileSystemEntries(run.Path), Path.GetFileName)!;
        Assert.Equal(expected, names.Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFiles(files.TensorBoard, "events.out.tfevents.*"));
        Assert.Equal(1 + 12, File.ReadLines(files.ProgressCsv).Count());
        Assert.Equal(12, File.ReadLines(files.ProgressJson).Count());
        Assert.Equal("r,l,t", File.ReadLines(files.Monitor).ElementAt(1));
        using JsonDocument system = JsonDocument.Parse(File.ReadAllText(files.SystemDescription));
        Assert.Contains("processor", system.RootElement.GetProperty("device").GetString());
    }

    [Fact]
    public void Its_settings_and_its_command_repeat_the_run()
    {
        string again = run.Folder["again"];
        Trpo.Run("train", "--config", files.Config, "--out", again, "--quiet").Done();
        Assert.Equal(File.ReadAllText(files.Config), File.ReadAllText(new RunFiles(again).Config));
        AssertSameRun(again);

        string[] command = File.ReadAllText(files.Command).TrimEnd().Split(' ');
        Assert.Equal("trpo", command[0]);
        string third = run.Folder["third"];
        Trpo.Run([.. command.Skip(1).Select(word => word == run.Path ? third : word), "--threads", "1"]).Done();
        AssertSameRun(third);
    }

    [Fact]
    public void The_command_line_overrides_the_file_and_the_file_the_preset()
    {
        string path = run.Folder["settings.json"];
        File.WriteAllText(path, """{ "env": "acrobot", "seed": 8, "gamma": 0.9, "target_kl": 0.02, "n_steps": 20 }""");
        string[] small = [.. SmallRun.Settings().Skip(1), "--steps", "120"];
        string output = run.Folder["overridden"];
        Trpo.Run(["train", .. small, "--config", path, "--set", "gamma=0.8", "--out", output, "--quiet"]).Done();
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(new RunFiles(output).Config));
        Assert.Equal("Acrobot-v1", config.RootElement.GetProperty("env").GetString());
        Assert.Equal(8, config.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(0.8, config.RootElement.GetProperty("gamma").GetDouble());
        Assert.Equal(0.02, config.RootElement.GetProperty("target_kl").GetDouble());
        Assert.Equal(Presets.For("Acrobot-v1").GaeLambda, config.RootElement.GetProperty("gae_lambda").GetDouble());
    }

    [Fact]
    public void Quiet_prints_the_result_and_nothing_else()
    {
        string output = run.Folder["quiet"];
        TrpoResult result = Trpo.Run(SmallRun.Train(output, updates: 2, "--quiet")).Done();
        Assert.Equal("", result.Error);
        string[] lines = result.Output.TrimEnd().Split('\n');
        string[] heads = ["return", "steps", "run", "measure", "watch", "longer"];
        Assert.Equal(heads, lines.Select(line => line.Split(' ')[0]));
        Assert.Contains($"trpo eval {output} ", result.Output);
        Assert.Contains($"trpo train --resume --out {output} --steps 480", result.Output);
    }

    [Theory]
    [InlineData(8, 8192, "an update takes 8192 steps, so this run has 1: --steps 163.8k gives it 20")]
    [InlineData(8, 5 * 8192, null)]
    [InlineData(3, 3072, null)]
    public void A_few_large_updates_are_remarked_upon(int steps, int budget, string? note)
    {
        TrpoResult result = Trpo.Run(
            "train", "cartpole", "--envs", "1024", "--set", $"n_steps={steps}", "--set", "net_arch=2", "--set",
            "cg_max_steps=1", "--set", "critic_steps=0", "--steps", $"{budget}", "--out", run.Folder[$"few{budget}"])
            .Done();
        Assert.Equal(note, result.ErrorLines.FirstOrDefault(line => line.StartsWith("an update takes")));
    }

    [Fact]
    public void Paths_are_quoted_so_that_lines_can_be_pasted()
    {
        Directory.CreateDirectory(run.Folder["it's my"]);
        string output = run.Folder["it's my/run"];
        TrpoResult result = Trpo.Run(SmallRun.Train(output, updates: 1, "--quiet")).Done();
        string quoted = $"'{output.Replace("'", @"'\''")}'";
        Assert.Contains($"trpo eval {quoted} ", result.Output);
        Assert.Contains($"--out {quoted} ", File.ReadAllText(new RunFiles(output).Command));
    }

    [Fact]
    public void Eval_repeats_what_training_reported()
    {
        TrpoResult result = Trpo.Run("eval", run.Path, "--json").Done();
        using JsonDocument json = JsonDocument.Parse(result.Output);
        foreach (string name in new[] { "env", "eval_return_mean", "eval_return_std", "solved", "steps" })
        {
            Assert.Equal(run.Summary.GetProperty(name).GetRawText(), json.RootElement.GetProperty(name).GetRawText());
        }

        Assert.Equal("", result.Error);
        string seed = json.RootElement.GetProperty("seed").GetRawText();
        Assert.Equal(result.Output, Trpo.Run("eval", run.Path, "--seed", seed, "--json").Done().Output);
        Assert.NotEqual(result.Output, Trpo.Run("eval", run.Path, "--seed", "1", "--json").Done().Output);
    }

    [Fact]
    public void Eval_takes_the_file_too_and_tells_people_in_a_line()
    {
        TrpoResult result = Trpo.Run("eval", files.Policy, "--episodes", "7", "--stochastic").Done();
        Assert.Matches(@"^CartPole-v1: return \d+\.\d \+- \d+\.\d over 7 episodes, .* not solved\n$", result.Output);
        Assert.Equal(result.Output, Trpo.Run("eval", run.Path, "--episodes", "7", "--stochastic").Done().Output);
        TrpoResult reference = Trpo.Run("eval", run.Path, "--episodes", "2", "--device", "reference").Done();
        Assert.Contains("over 2 episodes", reference.Output);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("checkpoint.safetensors")]
    public void Eval_refuses_what_is_no_policy(string name)
    {
        TrpoResult result = Trpo.Run("eval", Path.Combine(run.Path, name));
        Assert.Equal(6, result.Code);
        Assert.Equal("", result.Output);
        Assert.Contains(name, Assert.Single(result.ErrorLines));
    }

    private void AssertSameRun(string folder)
    {
        Assert.Equal(SmallRun.Policy(run.Path), SmallRun.Policy(folder));
        Assert.Equal(SmallRun.Episodes(run.Path), SmallRun.Episodes(folder));
        Assert.Equal(SmallRun.Rows(run.Path), SmallRun.Rows(folder));
    }
}
