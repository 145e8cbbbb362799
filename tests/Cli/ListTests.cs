using System;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary><c>trpo envs</c> and <c>trpo devices</c>, for people and for programs.</summary>
public sealed class ListTests
{
    [Fact]
    public void Envs_is_a_table_of_the_built_in_environments()
    {
        string[] lines = Trpo.Run("envs").Done().Output.Split('\n');
        EnvironmentSpec[] specs = BuiltInEnvironments.All.ToArray();
        Assert.All(specs, (spec, k) => Assert.StartsWith($"{spec.Id} ", lines[1 + k]));
        Assert.Matches("CartPole-v1 +4 +2 choices +500 +475 +100k", lines[1]);
        Assert.All(lines, line => Assert.True(line.Length <= 90 && line.All(letter => letter is >= ' ' and <= '~')));
    }

    [Fact]
    public void Envs_as_json_is_an_object_a_line()
    {
        JsonElement[] rows = Rows("envs");
        Assert.Equal(BuiltInEnvironments.All.ToArray().Select(spec => spec.Id), rows.Select(row => Text(row, "env")));
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("solved_return").ValueKind);
        Assert.Equal(4, rows[0].GetProperty("observations").GetArrayLength());
        Assert.Equal(2, rows[0].GetProperty("choices")[0].GetInt32());
    }

    [Fact]
    public void Devices_says_what_computes_and_where_ILGPU_comes_from()
    {
        string text = Trpo.Run("devices").Done().Output;
        JsonElement[] rows = Rows("devices");
        Assert.Equal(["cpu", "reference", "ilgpu"], rows.Select(row => Text(row, "device")));
        Assert.All(rows, row => Assert.Contains(Text(row, "description"), text));
        Assert.Contains($"{Environment.ProcessorCount} thread", Text(rows[0], "description"));
        Assert.Contains(SystemInfo.Current.Simd, Text(rows[0], "description"));
        Assert.StartsWith(IlgpuSupply.IsStandIn ? "stand-in: " : "ILGPU ", Text(rows[2], "description"));
    }

    private static JsonElement[] Rows(string verb) =>
    [
        .. Trpo.Run(verb, "--json").Done().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
