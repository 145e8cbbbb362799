using System;
using System.IO;
using System.Text.Json;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>What <c>trpo render</c> writes and says.</summary>
public sealed class RenderCommandTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Page => folder["episode.html"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--seed", "8")]
    [InlineData("--seed", "8", "--stochastic")]
    [InlineData("--device", "reference")]
    public void The_episode_is_the_one_that_eval_measures(params string[] more)
    {
        JsonElement shown = Json(["render", run.Path, "-o", Page, "--json", .. more]);
        JsonElement measured = Json(["eval", run.Path, "--episodes", "1", "--json", .. more]);
        Assert.Equal(measured.GetProperty("eval_return_mean").GetDouble(), shown.GetProperty("return").GetDouble());
        Assert.Equal(measured.GetProperty("eval_length_mean").GetDouble(), shown.GetProperty("length").GetDouble());
        foreach (string name in new[] { "env", "seed", "deterministic", "steps", "policy" })
        {
            Assert.Equal(measured.GetProperty(name).ToString(), shown.GetProperty(name).ToString());
        }

        Assert.NotEqual(shown.GetProperty("terminated").GetBoolean(), shown.GetProperty("truncated").GetBoolean());
        Assert.Equal(Page, shown.GetProperty("page").GetString());
        Assert.Equal(new FileInfo(Page).Length, shown.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void It_says_what_it_saw_where_the_page_is_and_what_to_do()
    {
        TrpoResult result = Trpo.Run("render", run.Path, "-o", Page, "--steps", "5").Done();
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^CartPole-v1: return 5\.0 in 5 steps, cut before its end \(seed \d+\)$", lines[0]);
        Assert.StartsWith($"page     {Page} (", lines[1], StringComparison.Ordinal);
        Assert.Equal($"look     open it in a browser: {new Uri(Page).AbsoluteUri}", lines[2]);
    }

    [Fact]
    public void The_same_command_replaces_the_page_by_the_same_bytes()
    {
        File.WriteAllText(Page, "old");
        Trpo.Run("render", run.Path, "-o", Page).Done();
        byte[] first = File.ReadAllBytes(Page);
        Trpo.Run("render", Path.Combine(run.Path, "policy.safetensors"), "--output", Page, "--threads", "1").Done();
        Assert.Equal(first, File.ReadAllBytes(Page));
        Assert.Equal(["episode.html"], folder.Names());
    }

    [Fact]
    public void Nothing_that_a_policy_file_says_becomes_markup()
    {
        const string Markup = "\"></script><script>alert(1)</script>";
        Trpo.Run("render", run.Path, "-o", Page).Done();
        byte[] plain = File.ReadAllBytes(Page);
        string edited = folder["edited.safetensors"];
        new EditedSafetensors(new RunFiles(run.Path).Policy)
            .Text("config", Markup).Text(Markup, Markup).Text("env_id", "cartpole").WriteTo(edited);
        Trpo.Run("render", edited, "-o", Page).Done();
        Assert.Equal(plain, File.ReadAllBytes(Page));

        new EditedSafetensors(edited).Text("env_id", "CartPole-v1" + Markup).WriteTo(edited);
        TrpoResult foreign = Trpo.Run("render", edited, "-o", folder["foreign.html"]);
        Assert.Equal(2, foreign.Code);
        Assert.Contains("which is not built in; render it in the program that has", Assert.Single(foreign.ErrorLines));
        Assert.False(File.Exists(folder["foreign.html"]));
    }

    [Fact]
    public void A_damaged_policy_is_an_invalid_file()
    {
        File.WriteAllText(folder["damaged.safetensors"], "damaged");
        TrpoResult result = Trpo.Run("render", folder["damaged.safetensors"], "-o", Page);
        Assert.Equal(6, result.Code);
        Assert.Single(result.ErrorLines);
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_a_line()
    {
        TrpoResult result = Trpo.Run("render", run.Path, "-o", folder["nowhere/episode.html"]);
        Assert.Equal(2, result.Code);
        Assert.Contains("expected a file in a folder that exists", Assert.Single(result.ErrorLines));
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("policy.safetensors")]
    [InlineData("page")]
    [InlineData("folder.html")]
    [InlineData("")]
    public void Only_a_page_is_replaced(string name)
    {
        Directory.CreateDirectory(folder["folder.html"]);
        TrpoResult result = Trpo.Run("render", run.Path, "-o", name.Length > 0 ? folder[name] : "");
        Assert.Equal(2, result.Code);
        Assert.Contains("expected the name of a file that ends in .html", Assert.Single(result.ErrorLines));
    }

    private static JsonElement Json(string[] words) => JsonDocument.Parse(Trpo.Run(words).Done().Output).RootElement;
}
