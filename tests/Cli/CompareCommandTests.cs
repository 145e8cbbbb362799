using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>What <c>trpo compare</c> makes, keeps, goes on with and refuses.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_grid_is_made_reported_on_and_kept()
    {
        TrpoResult first = Trpo.Run(Compare(updates: 4, "--algo", "trpo,npg", "--seeds", "0..1")).Done();
        Assert.StartsWith($"4 runs into {folder["out"]}: 0 done, 0 begun, 4 to make", first.ErrorLines[0]);
        Assert.StartsWith("    1 of 4  cartpole/trpo/s0  return ", first.ErrorLines[2]);
        Assert.StartsWith("    2 of 4  cartpole/npg/s0   return ", first.ErrorLines[3]);
        Assert.StartsWith("    4 of 4  cartpole/npg/s1 ", first.ErrorLines[^1]);
        Assert.Contains($"report   {folder["out/report.html"]}", first.Output);
        Assert.Contains("\nwatch    trpo render ", first.Output);
        Assert.Equal(
            ["cartpole/npg/s0", "cartpole/npg/s1", "cartpole/trpo/s0", "cartpole/trpo/s1"],
            Directory.GetFiles(folder["out"], "evaluation.json", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder["out"], Path.GetDirectoryName(path)!))
                .Order(StringComparer.Ordinal));
        Assert.Equal(1 + 4, File.ReadAllLines(folder["out/results.csv"]).Length);

        // Nothing of a run is touched again, and the same runs make the same files.
        string[] before = Contents();
        TrpoResult second = Trpo.Run(Compare(updates: 4, "--algo", "trpo,npg", "--seeds", "0..1")).Done();
        Assert.Contains("4 done, 0 begun, 0 to make", second.ErrorLines[0]);
        Assert.Equal(2, second.ErrorLines.Length);
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_run_is_an_ordinary_one()
    {
        Trpo.Run(Compare(updates: 4, "--seeds", "2", "--algo", "npg", "--quiet")).Done();
        string[] train = [.. Compare(updates: 4).Skip(3).TakeWhile(word => word != "--out")];
        Trpo.Run(["train", "cartpole", "--algo", "npg", "--seed", "2", "--out", folder["plain"], .. train]).Done();
        string run = folder["out/cartpole/npg/s2"];
        Assert.Equal(SmallRun.Policy(folder["plain"]), SmallRun.Policy(run));
        Assert.Equal(SmallRun.Rows(folder["plain"]), SmallRun.Rows(run));
        Assert.Equal(
            File.ReadAllText(new RunFiles(folder["plain"]).Config), File.ReadAllText(new RunFiles(run).Config));
        TrpoResult evaluation = Trpo.Run("eval", run, "--json").Done();
        using JsonDocument json = JsonDocument.Parse(evaluation.Output);
        Assert.Equal(
            CellScore.TryRead(run)!.ReturnMean, json.RootElement.GetProperty("eval_return_mean").GetDouble());
    }

    [Fact]
    public void More_seeds_and_more_steps_add_to_what_is_there()
    {
        Trpo.Run(Compare(updates: 3, "--seeds", "0", "--algo", "trpo", "--quiet")).Done();
        TrpoResult wider = Trpo.Run(Compare(updates: 3, "--seeds", "0..1", "--algo", "trpo")).Done();
        Assert.Contains("1 done, 0 begun, 1 to make", wider.ErrorLines[0]);
        TrpoResult longer = Trpo.Run(Compare(updates: 5, "--seeds", "0", "--algo", "trpo")).Done();
        Assert.Contains("1 run into", longer.ErrorLines[0]);
        Assert.Contains("0 done, 1 begun, 0 to make", longer.ErrorLines[0]);
        string run = folder["out/cartpole/trpo/s0"];
        Assert.Equal(5 * SmallRun.Batch, CellScore.TryRead(run)!.Steps);

        string[] whole = [.. Compare(updates: 5, "--seeds", "0", "--algo", "trpo", "--quiet")];
        whole[Array.IndexOf(whole, "--out") + 1] = folder["whole"];
        Trpo.Run(whole).Done();
        Assert.Equal(SmallRun.Policy(folder["whole/cartpole/trpo/s0"]), SmallRun.Policy(run));
    }

    [Fact]
    public void A_run_that_was_not_measured_is_measured_and_no_more()
    {
        Trpo.Run(Compare(updates: 3, "--seeds", "0", "--quiet", "--algo", "trpo")).Done();
        string run = folder["out/cartpole/trpo/s0"];
        CellScore? before = CellScore.TryRead(run);
        File.Delete(CellScore.PathIn(run));
        TrpoResult again = Trpo.Run(Compare(updates: 3, "--seeds", "0", "--algo", "trpo")).Done();
        Assert.Contains("0 done, 1 begun", again.ErrorLines[0]);
        Assert.Equal(before, CellScore.TryRead(run));

        File.WriteAllText(new RunFiles(run).SystemDescription, "{}");
        Trpo.Run(Compare(updates: 3, "--seeds", "0", "--algo", "trpo", "--quiet")).Done();
        Assert.Contains("1 of 1 runs, by another machine", File.ReadAllText(folder["out/report.html"]));
    }

    [Fact]
    public void Other_settings_are_refused_before_anything_is_run()
    {
        Trpo.Run(Compare(updates: 3, "--seeds", "1", "--algo", "trpo", "--quiet")).Done();
        string run = folder["out/cartpole/trpo/s1"];
        Refused(2, $"the run in '{run}' has gamma '0.98', and this comparison asks for '0.9'", 3, "--set", "gamma=0.9");
        Refused(2, "has total_timesteps '360', and this comparison asks for '240'", updates: 2);

        File.WriteAllText(CellScore.PathIn(run), "{}");
        Refused(6, "evaluation.json: whole file: no score of a run. Remove the file, and the run is measured again");
        File.Delete(CellScore.PathIn(run));
        Directory.Move(run, folder["elsewhere"]);
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "notes.txt"), "mine");
        Refused(2, "is not empty and holds no run that could go on; remove it");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(run, "notes.txt")));
    }

    [Fact]
    public void Json_is_an_object_for_each_environment_and_algorithm()
    {
        TrpoResult result = Trpo.Run(
            Compare(updates: 3, "--algo", "trpo,vpg", "--seeds", "0..2", "--json", "--quiet")).Done();
        Assert.Equal("", result.Error);
        JsonElement[] groups =
        [
            .. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
        Assert.Equal(["trpo", "vpg"], groups.Select(group => group.GetProperty("algo").GetString()));
        Assert.All(groups, group =>
        {
            Assert.Equal("CartPole-v1", group.GetProperty("env").GetString());
            Assert.Equal(3, group.GetProperty("seeds").GetInt32());
            Assert.Equal(9, group.GetProperty("updates").GetInt32());
            Assert.InRange(
                group.GetProperty("eval_return_iqm").GetDouble(), group.GetProperty("eval_return_low").GetDouble(),
                group.GetProperty("eval_return_high").GetDouble());
            Assert.Equal(folder["out/report.html"], group.GetProperty("report").GetString());
        });
    }

    [Fact]
    public void An_interrupted_grid_goes_on_and_ends_as_if_it_had_never_been()
    {
        string[] words = Compare(updates: 300, "--algo", "trpo", "--seeds", "0..1");
        using Process process = Trpo.Start(folder.Path, words);
        RunFiles files = new(folder["out/cartpole/trpo/s0"]);
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(files.ProgressCsv) || File.ReadLines(files.ProgressCsv).Count() < 3)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "nothing happened for a minute");
            Thread.Sleep(5);
        }

        Trpo.Signal(process, Trpo.Interrupt);
        TrpoResult result = Trpo.Finish(process);
        Assert.Equal(130, result.Code);
        Assert.Equal("", result.Output);
        Assert.Contains("stopping after this update; once more stops at once", result.Error);
        Assert.StartsWith(
            "trpo: stopped after 0 of 2 runs; to go on: trpo compare --env cartpole", result.ErrorLines[^1]);

        TrpoResult rest = Trpo.Run(words).Done();
        Assert.Contains("0 done, 1 begun, 1 to make", rest.ErrorLines[0]);
        string[] whole = [.. words];
        whole[Array.IndexOf(whole, "--out") + 1] = folder["whole"];
        Trpo.Run(whole).Done();
        Assert.Equal(SmallRun.Policy(folder["whole/cartpole/trpo/s0"]), SmallRun.Policy(files.Folder));
        Assert.Equal(SmallRun.Rows(folder["whole/cartpole/trpo/s0"]), SmallRun.Rows(files.Folder));
    }

    private string[] Compare(int updates, params string[] more) =>
    [
        "compare", "--env", "cartpole", "--steps", $"{updates * SmallRun.Batch}", "--set", "n_envs=6", "--set",
        "n_steps=20", "--set", "net_arch=8,5", "--set", "cg_max_steps=5", "--set", "critic_steps=1", "--set",
        "critic_cg_max_steps=3", "--set", "gamma=0.98", "--out", folder["out"], .. more,
    ];

    private void Refused(int code, string expected, int updates = 3, params string[] more)
    {
        TrpoResult result = Trpo.Run(Compare(updates, ["--seeds", "0..1", "--algo", "trpo", .. more]));
        Assert.Equal(code, result.Code);
        Assert.Contains(expected, Assert.Single(result.ErrorLines));
        Assert.False(Directory.Exists(folder["out/cartpole/trpo/s0"]));
    }

    private string[] Contents() =>
    [
        .. Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != RunFiles.LockName)
            .Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}"),
    ];
}
