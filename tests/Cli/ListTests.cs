using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
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
    public void Devices_is_a_table_with_what_there_is_to_say_below_it()
    {
        string[] lines = Trpo.Run("devices").Done().Output.TrimEnd().Split('\n');
        Assert.Equal(
            ["device", "model", "memory", "copy", "GB/s", "FMA", "GFLOP/s"],
            lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(
            lines, line => Assert.True(line.Length <= 90 && line.All(letter => letter is >= ' ' and <= '~'), line));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^cpu .* \d+\.\d [KMGT]iB +\d+\.\d +\d+$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^reference .* -  +-$"));
        string threads = $"{Environment.ProcessorCount} thread";
        Assert.Contains(lines, line => line.StartsWith("cpu ") && line.Contains(threads));
        Assert.Contains(lines, line => line.StartsWith("ilgpu "));
        Assert.Equal(IlgpuSupply.IsStandIn, lines.Any(line => line.StartsWith("simt ")));
    }

    [Fact]
    public void Devices_as_json_is_an_object_a_line()
    {
        JsonElement[] rows = Rows("devices");
        JsonElement[] devices = rows[..^1];
        string[] fields =
        [
            "device", "kind", "model", "description", "usable", "fault", "memory_bytes", "copy_gigabytes_per_second",
            "fma_gflops",
        ];
        Assert.All(devices, row => Assert.Equal(fields, row.EnumerateObject().Select(field => field.Name)));
        Assert.Superset(
            new HashSet<string> { "cuda", "opencl", "cpu", "reference" },
            new HashSet<string>(devices.Select(row => Text(row, "kind"))));
        Assert.All(devices, row => Assert.Equal(
            row.GetProperty("usable").GetBoolean(), row.GetProperty("fault").ValueKind == JsonValueKind.Null));
        JsonElement cpu = devices.Single(row => Text(row, "device") == "cpu");
        Assert.Equal(SystemInfo.Current.Processor, Text(cpu, "model"));
        Assert.Contains(SystemInfo.Current.Simd, Text(cpu, "description"));
        Assert.True(cpu.GetProperty("memory_bytes").GetInt64() > 0);
        Assert.True(cpu.GetProperty("copy_gigabytes_per_second").GetDouble() > 0);
        Assert.True(cpu.GetProperty("fma_gflops").GetDouble() > 0);
        foreach (string kind in IlgpuSupply.IsStandIn ? (string[])["reference", "simt"] : ["reference"])
        {
            JsonElement unmeasured = devices.Single(row => Text(row, "device") == kind);
            Assert.Equal(JsonValueKind.Null, unmeasured.GetProperty("fma_gflops").ValueKind);
            Assert.Equal(JsonValueKind.Null, unmeasured.GetProperty("copy_gigabytes_per_second").ValueKind);
        }

        Assert.StartsWith(IlgpuSupply.IsStandIn ? "stand-in: " : "ILGPU ", Text(rows[^1], "description"));
    }

    [Fact]
    public void Devices_without_rates_measures_nothing()
    {
        JsonElement[] rows = Rows("devices", "--no-rates");
        Assert.All(rows[..^1], row => Assert.Equal(JsonValueKind.Null, row.GetProperty("fma_gflops").ValueKind));
    }

    private static JsonElement[] Rows(params string[] words) =>
    [
        .. Trpo.Run([.. words, "--json"]).Done().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
