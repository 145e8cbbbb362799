using System;
using System.IO;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>Where commands compute: the choice of a device, its memory, and what is left of it in files.</summary>
public sealed class DeviceCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeDevices fakes = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Auto_says_what_it_measured_and_the_run_is_as_if_the_device_had_been_named()
    {
        TrpoResult chosen = Trpo.Run(
            fakes.Board(("cuda", 9), ("cpu", 4.25)), SmallRun.Train(folder["chosen"], updates: 3)).Done();
        Assert.Equal("device   cpu: Model of cpu, 4.25 ms an iteration; cuda 9.00 ms", chosen.ErrorLines[0]);
        Assert.StartsWith("CartPole-v1, trpo, seed 0", chosen.ErrorLines[1]);
        Trpo.Run(SmallRun.Train(folder["named"], updates: 3, "--device", "cpu")).Done();
        Assert.Equal(SmallRun.Policy(folder["named"]), SmallRun.Policy(folder["chosen"]));
        Assert.Equal(SmallRun.Episodes(folder["named"]), SmallRun.Episodes(folder["chosen"]));
        Assert.Equal(SmallRun.Rows(folder["named"]), SmallRun.Rows(folder["chosen"]));
    }

    [Fact]
    public void Quiet_does_not_say_it()
    {
        TrpoResult result = Trpo.Run(
            fakes.Board(("cuda", 9), ("cpu", 4)), SmallRun.Train(folder["run"], updates: 1, "--quiet")).Done();
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void A_named_device_is_not_compared_with_others()
    {
        TrpoResult result = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), SmallRun.Train(folder["run"], updates: 1, "--device", "cpu")).Done();
        Assert.DoesNotContain("device ", result.Error);
    }

    [Fact]
    public void Bench_and_eval_choose_in_the_same_way()
    {
        Trpo.Run(SmallRun.Train(folder["run"], updates: 1, "--quiet")).Done();
        TrpoResult eval = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), "eval", folder["run"], "--episodes", "3", "--json").Done();
        Assert.Equal("device   cuda: Model of cuda, 1.00 ms 25 steps; cpu 4.00 ms", Assert.Single(eval.ErrorLines));
        TrpoResult bench = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), "bench", "forward", "--batch", "9", "--hidden", "3").Done();
        Assert.Equal("device   cuda: Model of cuda, 1.00 ms a run; cpu 4.00 ms", Assert.Single(bench.ErrorLines));
        TrpoResult rollout = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), "bench", "rollout", "--batch", "9", "--envs", "3").Done();
        Assert.Contains("1.00 ms a rollout", Assert.Single(rollout.ErrorLines));
    }

    [Fact]
    public void Settings_that_are_too_large_are_so_on_every_device()
    {
        TrpoResult result = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), "train", "cartpole", "--envs", "1e6", "--set", "n_steps=1e6");
        Assert.Equal(2, result.Code);
        Assert.Contains("too large together", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public void A_resumed_run_goes_on_where_it_began()
    {
        Trpo.Run(SmallRun.Train(folder["run"], updates: 1, "--quiet")).Done();
        TrpoResult result = Trpo.Run(
            fakes.Board(("cuda", 1), ("cpu", 4)), "train", "--resume", "--out", folder["run"], "--steps", "240").Done();
        Assert.DoesNotContain("device ", result.Error);
        Assert.DoesNotContain("the bits will differ", result.Error);
    }

    [Fact]
    public void The_run_folder_names_the_device()
    {
        Trpo.Run(SmallRun.Train(folder["run"], updates: 1, "--device", "reference", "--quiet")).Done();
        using JsonDocument system = JsonDocument.Parse(
            File.ReadAllText(new RunFiles(folder["run"]).SystemDescription));
        Assert.Equal("reference", system.RootElement.GetProperty("backend").GetString());
        Assert.StartsWith("double precision", system.RootElement.GetProperty("device").GetString());
    }

    [StandInFact]
    public void The_GPU_engine_trains_and_what_it_trained_is_measured_anywhere()
    {
        TrpoResult train = Trpo.Run(
            SmallRun.Train(folder["run"], updates: 2, "--device", "simt", "--memory", "1GiB")).Done();
        Assert.Matches(
            @"^memory   policy \d+\.\d KiB, value \d+\.\d KiB, trajectories \d+\.\d KiB of 1\.0 GiB$",
            train.ErrorLines[0]);
        Assert.StartsWith("on stand-in for ILGPU, ", train.ErrorLines[2]);
        using JsonDocument system = JsonDocument.Parse(
            File.ReadAllText(new RunFiles(folder["run"]).SystemDescription));
        Assert.Equal("simt", system.RootElement.GetProperty("backend").GetString());
        Assert.StartsWith("stand-in for ILGPU", system.RootElement.GetProperty("device").GetString());

        foreach (string device in (string[])["cpu", "reference", "simt"])
        {
            string output = Trpo.Run("eval", folder["run"], "--episodes", "2", "--device", device).Done().Output;
            Assert.Matches(@"^CartPole-v1: return \d+\.\d \+- \d+\.\d over 2 episodes", output);
        }

        TrpoResult resumed = Trpo.Run(
            "train", "--resume", "--out", folder["run"], "--steps", "360", "--device", "cpu").Done();
        Assert.Contains("that was on simt, and cpu rounds otherwise", resumed.Error);
    }

    [StandInFact]
    public void The_GPU_engine_is_timed_like_any_other()
    {
        TrpoResult result = Trpo.Run(
            "bench", "fvp", "--batch", "9", "--obs", "2", "--act", "1", "--hidden", "3", "--device", "simt",
            "--json").Done();
        using JsonDocument timing = JsonDocument.Parse(result.Output);
        Assert.Equal("simt", timing.RootElement.GetProperty("device").GetString());
        Assert.Equal(JsonValueKind.Null, timing.RootElement.GetProperty("peak_gflops").ValueKind);
        TrpoResult refused = Trpo.Run("bench", "fvp", "--device", "simt", "--memory", "64KiB");
        Assert.Equal(4, refused.Code);
        Assert.Matches(
            @"out of memory: .* needs .* \(\d+ bytes\), .* are available", Assert.Single(refused.ErrorLines));
    }

    [StandInFact]
    public void Too_little_memory_is_refused_with_both_numbers_and_a_little_more_gives_the_same_bits_in_chunks()
    {
        TrpoResult none = Trpo.Run(Large("none", "100KiB"));
        Assert.Equal(4, none.Code);
        Assert.Equal("", none.Output);
        string refusal = none.ErrorLines[^1];
        Assert.StartsWith("trpo: simt: out of memory: training with 1600 steps an update needs ", refusal);
        Match numbers = Regex.Match(refusal, @" needs .*\((\d+) bytes\), .*\((\d+) bytes\) are available");
        Assert.True(long.Parse(numbers.Groups[1].Value) > long.Parse(numbers.Groups[2].Value));
        Assert.InRange(long.Parse(numbers.Groups[2].Value), 1, 100 << 10);
        Assert.False(Directory.Exists(folder["none"]));

        TrpoResult little = Trpo.Run(Large("little", "620KiB")).Done();
        Assert.EndsWith(
            "; policy in chunks of 768 of 1600 rows, value in chunks of 768 of 1600 rows", little.ErrorLines[0]);
        TrpoResult plenty = Trpo.Run(Large("plenty", "1GiB")).Done();
        Assert.DoesNotContain("chunks", plenty.Error);
        Assert.Equal(SmallRun.Policy(folder["plenty"]), SmallRun.Policy(folder["little"]));
        Assert.Equal(SmallRun.Rows(folder["plenty"]), SmallRun.Rows(folder["little"]));

        string[] Large(string name, string memory) =>
        [
            "train", "cartpole", "--envs", "32", "--set", "n_steps=50", "--set", "net_arch=32", "--set",
            "cg_max_steps=2", "--set", "critic_steps=1", "--set", "critic_cg_max_steps=2", "--steps", "1600",
            "--device", "simt", "--memory", memory, "--out", folder[name],
        ];
    }

    [Fact]
    public void Every_command_that_computes_has_the_same_words_for_where()
    {
        string[] verbs = ["train", "eval", "render", "bench"];
        string[] helps = Array.ConvertAll(verbs, verb => Words(Trpo.Run(verb, "--help").Done().Output));
        Assert.All(helps, help => Assert.Equal(helps[0], help));
        Assert.Contains("cuda:1 is the second CUDA device", helps[0]);

        // From the device on, up to the option after the memory, whatever the columns.
        static string Words(string help)
        {
            string words = Regex.Replace(help, @"\s+", " ");
            int start = words.IndexOf("--device <name> where", StringComparison.Ordinal);
            const string End = "computed in chunks, and no result depends on it";
            return words[start..(words.IndexOf(End, StringComparison.Ordinal) + End.Length)];
        }
    }
}
