using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrpoGpu.Replay;
using TrpoGpu.Tests.Environments.Locomotion;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary><c>trpo replay</c>: what it prints of recordings that can be replayed.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private const int OutsideTolerance = 7;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Goldens
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (RecordedEnvironment environment in RecordedEnvironment.All)
            {
                cases.Add(environment.Name, "single");
                cases.Add(environment.Name, "double");
            }

            return cases;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Every_golden_recording_is_within_tolerance(string environment, string precision)
    {
        string id = GoldenReplay.Environment(environment).Spec.Id;
        TrpoResult result = Trpo.Run("replay", id, GoldenReplay.Path(environment), "--precision", precision).Done();
        Assert.Equal("", result.Error);
        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.StartsWith($"{id} in {precision} precision (the ", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("q: positions (m, rad)"));
        Assert.Matches(@"^within tolerance: (\d) of \1 checks$", lines[^2]);
        Assert.StartsWith("Next: --precision ", lines[^1]);
        Assert.All(lines, line => Assert.True(line.Length <= 116 && line.All(letter => letter is >= ' ' and <= '~')));
        foreach (string head in (string[])["one step from a recorded state", "open loop, largest error so far"])
        {
            int first = Array.FindIndex(lines, line => line.StartsWith(head));
            Assert.All(lines[(first + 1)..(first + 5)], line => Assert.Equal(' ', line[31]));
        }
    }

    [Fact]
    public void A_recording_need_not_be_compressed_and_may_begin_with_a_byte_order_mark()
    {
        File.WriteAllText(folder["plain.json"], Golden("swimmer"));
        File.WriteAllText(folder["marked.json"], "\uFEFF" + Golden("swimmer"));
        string expected = Trpo.Run("replay", "swimmer", GoldenReplay.Path("swimmer")).Done().Output;
        Assert.Equal(expected, Trpo.Run("replay", "swimmer", folder["plain.json"]).Done().Output);
        Assert.Equal(expected, Trpo.Run("replay", "Swimmer-v5", folder["marked.json"]).Done().Output);
    }

    [Fact]
    public void Json_is_an_object_for_every_check_and_trajectory_and_the_verdict_last()
    {
        JsonElement[] lines = Json(Trpo.Run("replay", "reacher", GoldenReplay.Path("reacher"), "--json").Done());
        JsonElement[] checks = [.. lines.Where(line => line.TryGetProperty("check", out _))];
        Assert.Equal(
            ReplayTolerances.Names.ToArray().Select(known => known.Name),
            checks.Select(check => check.GetProperty("check").GetString()));
        Assert.All(checks, check => Assert.Equal(
            ["check", "error", "allowed", "passed", "largest_at", "first_beyond"],
            check.EnumerateObject().Select(member => member.Name)));
        Assert.InRange(checks[1].GetProperty("error").GetDouble(), 1e-15, 1e-11);
        Assert.Equal(1e-11, checks[1].GetProperty("allowed").GetDouble());
        Assert.True(checks[1].GetProperty("passed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, checks[0].GetProperty("passed").ValueKind);

        JsonElement[] loops = lines[checks.Length..^1];
        Assert.Equal(["a1", "a2", "a4", "a5"], loops.Select(loop => loop.GetProperty("open_loop").GetString()));
        Assert.Equal([150, 80, 80, 60], loops.Select(loop => loop.GetProperty("steps").GetInt32()));
        Assert.Equal(JsonValueKind.Null, loops[3].GetProperty("open_100").ValueKind);

        Assert.Equal(
            [
                "env", "precision", "file", "trajectories", "steps", "flags_differing", "checks", "failed", "passed",
            ],
            lines[^1].EnumerateObject().Select(member => member.Name));
        Assert.Equal("Reacher-v5", lines[^1].GetProperty("env").GetString());
        Assert.Equal(370, lines[^1].GetProperty("steps").GetInt32());
        Assert.True(lines[^1].GetProperty("passed").GetBoolean());
    }

    [Theory]
    [InlineData("double", 1e-6)]
    [InlineData("single", 0.3)]
    public void A_planted_error_of_a_position_is_found_where_it_is(string precision, double error)
    {
        JsonObject root = Parsed("hopper");
        JsonNode row = root["trajectories"]![2]!["qpos"]![17]!;
        row[3] = row[3]!.GetValue<double>() + error;
        TrpoResult result = Replay(root, "--precision", precision);
        Assert.Equal(OutsideTolerance, result.Code);
        Assert.Equal("", result.Error);
        Assert.Matches("outside tolerance: [2-9] of ", result.Output);
        Assert.Contains("first at trajectories[2].qpos[17][3]: recorded ", result.Output);
        Assert.Contains("Next: look at step 17 of trajectories[2]", result.Output);

        JsonElement[] lines = Json(Replay(root, "--precision", precision, "--json"));
        JsonElement check = lines.Single(
            line => line.TryGetProperty("check", out JsonElement name) && name.GetString() == "q_max");
        Assert.False(check.GetProperty("passed").GetBoolean());
        Assert.Equal("trajectories[2].qpos[17][3]", check.GetProperty("first_beyond").GetString());
        Assert.Equal(error, check.GetProperty("error").GetDouble(), 1e-6);
        Assert.False(lines[^1].GetProperty("passed").GetBoolean());
        Assert.Contains("q_max", lines[^1].GetProperty("failed").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("qvel", "v_max", "trajectories[1].qvel[30][2]")]
    [InlineData("reward", "reward_max", "trajectories[1].reward[30]")]
    [InlineData("terminated", "terminated_max", "trajectories[1].terminated[30]")]
    public void So_is_one_of_any_other_quantity(string field, string check, string place)
    {
        JsonObject root = Parsed("hopper");
        JsonNode rows = root["trajectories"]![1]![field]!;
        if (field == "qvel")
        {
            rows[30]![2] = 0.5;
        }
        else
        {
            rows[30] = field == "reward" ? 9 : 0;
        }

        TrpoResult result = Replay(root);
        Assert.Equal(OutsideTolerance, result.Code);
        Assert.Matches($@"  {check} .*, first at {place.Replace("[", @"\[")}: ", result.Output);
    }

    [Fact]
    public void So_is_one_of_the_last_observation_and_of_the_last_stage()
    {
        JsonObject root = Parsed("inverted_double_pendulum");
        root["trajectories"]![0]!["final_obs"]![4] = 0.25;
        root["trajectories"]![1]!["stage4_tip_x_tip_z_cartconstraint"]![7]![2] = 3.5;
        TrpoResult result = Replay("inverteddoublependulum", root);
        Assert.Equal(OutsideTolerance, result.Code);
        Assert.Contains("first at trajectories[0].final_obs[4]: recorded 0.25", result.Output);
        Assert.Contains(
            "first at trajectories[1].stage4_tip_x_tip_z_cartconstraint[7][2]: recorded 3.5", result.Output);
    }

    [Fact]
    public void What_is_no_longer_a_number_is_the_largest_error_of_all()
    {
        JsonObject root = Parsed("hopper");
        root["trajectories"]![2]!["qvel"]![17]![3] = 1e300;
        TrpoResult result = Replay(root, "--precision", "single");
        Assert.Equal(OutsideTolerance, result.Code);
        Assert.Matches(@"  q_max +inf > 0\.05, first at trajectories\[2\]\.qpos\[18\]", result.Output);
        JsonElement check = Json(Replay(root, "--json"))[1];
        Assert.Equal(JsonValueKind.Null, check.GetProperty("error").ValueKind);
        Assert.False(check.GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void Tolerances_that_are_given_replace_the_defaults()
    {
        string path = GoldenReplay.Path("swimmer");
        Assert.Equal(OutsideTolerance, Trpo.Run("replay", "swimmer", path, "--tolerance", "v_max=1e-14").Code);
        Assert.Equal(OutsideTolerance, Trpo.Run("replay", "swimmer", path, "--tolerance", "open_50=1e-15").Code);
        Assert.Equal(OutsideTolerance, Trpo.Run("replay", "swimmer", path, "--tolerance", "q_p99=1e-15").Code);
        string output = Trpo.Run(
            "replay", "swimmer", path, "--tolerance", "v_max=none", "--tolerance", "open_all=1e-6").Done().Output;
        Assert.Matches(@"v: velocities \(m/s, rad/s\) .* -  \[", output);
        Assert.Matches(@"\nallowed +- +- +- +1e-06\n", output);
    }

    [Fact]
    public void The_help_lists_every_tolerance_with_its_defaults()
    {
        string help = Trpo.Run("replay", "walker2d", "--help").Done().Output;
        Assert.Contains("defaults for Walker2d-v5:", help);
        Assert.Matches(@"\n  v_max +1e-09 +0\.2  velocities", help);
        Assert.All(ReplayTolerances.Names.ToArray(), known => Assert.Contains($"\n  {known.Name} ", help));
    }

    /// <summary>The text of a golden recording.</summary>
    internal static string Golden(string environment)
    {
        using GZipStream stream = new(File.OpenRead(GoldenReplay.Path(environment)), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static JsonObject Parsed(string environment) => JsonNode.Parse(Golden(environment))!.AsObject();

    private TrpoResult Replay(JsonObject root, params string[] options) => Replay("hopper", root, options);

    private TrpoResult Replay(string environment, JsonObject root, params string[] options)
    {
        File.WriteAllText(folder["changed.json"], root.ToJsonString());
        return Trpo.Run(["replay", environment, folder["changed.json"], .. options]);
    }

    private static JsonElement[] Json(TrpoResult result) =>
    [
        .. result.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement),
    ];
}
