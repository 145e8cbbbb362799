using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrpoGpu.Replay;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>
/// Files that are no recording of the environment: exit code 6 and one line that names the file, the field and what is
/// wrong with it; nothing on standard output, no trace.
/// </summary>
public sealed class ReplayFileTests : IDisposable
{
    private const int InvalidFile = 6;

    private static readonly Dictionary<string, Func<string, byte[]>> Damages = new()
    {
        ["another environment"] = Edit(root => root["env"] = "walker2d"),
        ["an unknown environment"] = Edit(root => root["env"] = "ant"),
        ["a number for a name"] = Edit(root => root["env"] = 7),
        ["no name"] = Edit(root => root.Remove("env")),
        ["another size"] = Edit(root => root["nq"] = 7),
        ["another time step"] = Edit(root => root["timestep"] = 0.01),
        ["another meaning of rewards"] = Edit(root => root["reward_semantics"] = "Gymnasium v4"),
        ["no trajectories"] = Edit(root => root["trajectories"] = new JsonArray()),
        ["trajectories in an object"] = Edit(root => root["trajectories"] = new JsonObject()),
        ["no steps"] = Edit(root => root["trajectories"]![0]!["action"] = new JsonArray()),
        ["a missing field"] = Edit(root => root["trajectories"]![1]!.AsObject().Remove("qvel")),
        ["a missing row"] = Edit(root => root["trajectories"]![2]!["qpos"]!.AsArray().RemoveAt(9)),
        ["a missing number"] = Edit(root => root["trajectories"]![2]!["qpos"]![17]!.AsArray().RemoveAt(0)),
        ["a row that is null"] = Edit(root => root["trajectories"]![2]!["qpos"]![17] = null),
        ["a text for a number"] = Edit(root => root["trajectories"]![2]!["qpos"]![17]![3] = "NaN"),
        ["a flag of 2"] = Edit(root => root["trajectories"]![0]!["terminated"]![4] = 2),
        ["another end"] = Edit(root => root["trajectories"]![0]!["first_terminated_step"] = 5),
        ["a short observation"] = Edit(root => root["trajectories"]![2]!["final_obs"]!.AsArray().RemoveAt(0)),
        ["NaN"] = Place("NaN"),
        ["Infinity"] = Place("-Infinity"),
        ["a number beyond doubles"] = Place("1e400"),
        ["a long number"] = Place("0." + new string('1', 100_000)),
        ["a name twice"] = Bytes(text => text[..text.LastIndexOf('}')] + ",\"env\":\"hopper\"}"),
        ["half of it"] = Bytes(text => text[..(text.Length / 2)]),
        ["half of a compressed one"] = text => Compressed(text)[..20_000],
        ["a damaged compressed one"] =
            text => [.. Compressed(text)[..2000], .. "damage"u8, .. Compressed(text)[2006..]],
        ["nothing"] = _ => [],
        ["white space"] = Bytes(_ => " \n"),
        ["prose"] = Bytes(_ => "hello"),
        ["bytes"] = _ => [.. Enumerable.Range(0, 256).Select(k => (byte)k)],
        ["an array"] = Bytes(_ => "[1]"),
        ["more than one"] = Bytes(text => text + "{}"),
        ["deep arrays"] = Bytes(_ => "{\"x\":" + new string('[', 100_000)),
        ["half a character"] = Bytes(text => text.Replace("\"a1\"", "\"\\ud800\"")),
        ["too much"] = _ => new byte[RecordingText.MaxBytes + 1],
        ["too much once it is decompressed"] = _ => Compressed(new string('[', RecordingText.MaxBytes + 1)),
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("another environment", "env", "'walker2d' given, expected 'hopper' for Hopper-v5. It is a rec")]
    [InlineData("an unknown environment", "env", "'ant' given, expected 'hopper'")]
    [InlineData("a number for a name", "env", "7 given, expected a text")]
    [InlineData("no name", "env", "it is missing")]
    [InlineData("another size", "nq", "7 given, expected 6 for Hopper-v5")]
    [InlineData("another time step", "timestep", "0.01 given, expected 0.002 for Hopper-v5")]
    [InlineData("another meaning of rewards", "reward_semantics", "expected 'Gymnasium v5'")]
    [InlineData("no trajectories", "trajectories", "an array of 0 given, expected an array that is not empty")]
    [InlineData("trajectories in an object", "trajectories", "an object given, expected an array")]
    [InlineData("no steps", "trajectories[0].action", "expected an array that is not empty")]
    [InlineData("a missing field", "trajectories[1].qvel", "it is missing")]
    [InlineData("a missing row", "trajectories[2].qpos", "an array of 199 given, expected an array of 200, one")]
    [InlineData("a missing number", "trajectories[2].qpos[17]", "an array of 5 given, expected an array of 6, one")]
    [InlineData("a row that is null", "trajectories[2].qpos[17]", "null given, expected an array of 6")]
    [InlineData("a text for a number", "trajectories[2].qpos[17][3]", "the text 'NaN' given, expected a number")]
    [InlineData("a flag of 2", "trajectories[0].terminated[4]", "2 given, expected 0 or 1")]
    [InlineData("another end", "trajectories[0].first_terminated_step", "5 given, expected 18")]
    [InlineData("a short observation", "trajectories[2].final_obs", "an array of 10 given, expected an array of 11")]
    [InlineData("NaN", "trajectories[2].qpos[17][3], line 1", "it is not JSON: 'N'")]
    [InlineData("Infinity", "trajectories[2].qpos[17][3], line 1", "it is not JSON")]
    [InlineData("a number beyond doubles", "trajectories[2].qpos[17][3]", "1e400 given, expected a number that a")]
    [InlineData("a long number", "trajectories[2].qpos[17][3]", "0.1111111111... of 100002 characters given, expected")]
    [InlineData("a name twice", "env", "it is given twice")]
    [InlineData("half of it", "trajectories[2].qpos[", "the file ends here, cut short")]
    [InlineData("half of a compressed one", "trajectories[", "the file ends here, cut short")]
    [InlineData("a damaged compressed one", "the whole file", "its compression is damaged")]
    [InlineData("nothing", "the whole file", "it is empty")]
    [InlineData("white space", "the whole file", "it is empty")]
    [InlineData("prose", "line 1", "it is not JSON")]
    [InlineData("bytes", "line 1", "it is not JSON")]
    [InlineData("an array", "the whole file", "an array of 1 given, expected an object")]
    [InlineData("more than one", "line ", "it is not JSON")]
    [InlineData("deep arrays", "x[0][0]", "depth of 16")]
    [InlineData("half a character", "the whole file", "a text in it is not valid Unicode")]
    [InlineData("too much", "the whole file", "it has more than 64 MiB")]
    [InlineData("too much once it is decompressed", "the whole file", "it has more than 64 MiB")]
    public void One_line_says_where_and_why(string damage, string where, string reason)
    {
        string path = folder["bad.json"];
        File.WriteAllBytes(path, Damages[damage](ReplayCommandTests.Golden("hopper")));
        TrpoResult result = Trpo.Run("replay", "hopper", path);
        Assert.Equal(InvalidFile, result.Code);
        Assert.Equal("", result.Output);
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith($"trpo: {path}: {where}", line);
        Assert.Contains(reason, line);
        Assert.InRange(line.Length, 1, path.Length + 250);
        Assert.Equal(["bad.json"], folder.Names());
    }

    [Fact]
    public void Every_damage_is_tried() => Assert.Equal(
        Damages.Keys.Order(),
        typeof(ReplayFileTests).GetMethod(nameof(One_line_says_where_and_why))!
            .GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => (string)((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)
                attribute.ConstructorArguments[0].Value!).First().Value!)
            .Order());

    // Whatever byte is lost, nothing but a verdict or a refusal comes of it.
    [Fact]
    public void A_recording_that_ends_anywhere_is_refused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(ReplayCommandTests.Golden("hopper").TrimEnd());
        for (int length = 0; length < whole.Length; length += 1 + (length * 7 / 50))
        {
            File.WriteAllBytes(folder["cut.json"], whole[..length]);
            TrpoResult result = Trpo.Run("replay", "hopper", folder["cut.json"]);
            Assert.Equal(InvalidFile, result.Code);
            Assert.Single(result.ErrorLines);
        }
    }

    private static Func<string, byte[]> Bytes(Func<string, string> change) =>
        text => Encoding.UTF8.GetBytes(change(text));

    private static Func<string, byte[]> Edit(Action<JsonObject> change) => Bytes(text =>
    {
        JsonObject root = JsonNode.Parse(text)!.AsObject();
        change(root);
        return root.ToJsonString();
    });

    // A number in the middle, whatever JSON makes of it.
    private static Func<string, byte[]> Place(string number) => Bytes(text =>
    {
        JsonObject root = JsonNode.Parse(text)!.AsObject();
        root["trajectories"]![2]!["qpos"]![17]![3] = "here";
        return root.ToJsonString().Replace("\"here\"", number);
    });

    private static byte[] Compressed(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream stream = new(bytes, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
