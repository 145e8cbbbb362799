using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli;
using TrpoGpu.Cli.Commands;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>What <c>trpo bench</c> prints, for people and for programs, and what it refuses.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Fields =
    [
        "op", "device", "batch", "dims", "params", "seconds_min", "seconds_median", "gflops", "peak_gflops",
        "steps_per_second", "bytes_moved", "allocated_bytes",
    ];

    private static readonly NetworkShape Shape =
        new(MlpShape.Parse("17-64-64-6", ActivationKind.Tanh), HeadShape.DiagonalGaussian(6));

    [Fact]
    public void A_timing_is_one_object_with_these_fields()
    {
        TimedOperation product = new("fvp", 5000, 2e8, () => { }) { BytesMoved = 1e6 };
        JsonElement timing = Json(new OperationTiming(product, 0.0004, 0.0005, 800) { AllocatedBytes = 24 });

        Assert.Equal(Fields, timing.EnumerateObject().Select(field => field.Name));
        Assert.Equal("fvp", timing.GetProperty("op").GetString());
        Assert.Equal("reference", timing.GetProperty("device").GetString());
        Assert.Equal(5000, timing.GetProperty("batch").GetInt32());
        Assert.Equal("17-64-64-6", timing.GetProperty("dims").GetString());
        Assert.Equal(5708, timing.GetProperty("params").GetInt32());
        Assert.Equal(0.0004, timing.GetProperty("seconds_min").GetDouble());
        Assert.Equal(0.0005, timing.GetProperty("seconds_median").GetDouble());
        Assert.Equal(400, timing.GetProperty("gflops").GetDouble(), 9);
        Assert.Equal(800, timing.GetProperty("peak_gflops").GetDouble());
        Assert.Equal(JsonValueKind.Null, timing.GetProperty("steps_per_second").ValueKind);
        Assert.Equal(1e6, timing.GetProperty("bytes_moved").GetDouble());
        Assert.Equal(24, timing.GetProperty("allocated_bytes").GetInt64());
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        JsonElement timing = Json(new OperationTiming(new("rollout", 5000, 1, () => { }), 0.25, 0.5, null));

        Assert.Equal(JsonValueKind.Null, timing.GetProperty("peak_gflops").ValueKind);
        Assert.Equal(JsonValueKind.Null, timing.GetProperty("bytes_moved").ValueKind);
        Assert.Equal(10_000, timing.GetProperty("steps_per_second").GetDouble());
    }

    [Theory]
    [InlineData("gradient", "--dist", "gaussian", "2-3-4", "2-3-4")]
    [InlineData("fvp", "--dist", "categorical", "3-1", "3-1")]
    [InlineData("rollout", "--envs", "5", "", "4-64-64-2")]
    public void A_line_a_timing_and_nothing_else_for_programs(
        string operation, string option, string value, string sizes, string dims)
    {
        List<string> arguments = [operation, option, value, "--batch", "5", "--device", "reference", "--json"];
        if (sizes.Length > 0)
        {
            string[] widths = sizes.Split('-');
            arguments.AddRange(["--obs", widths[0], "--hidden", string.Join(',', widths[1..^1]), "--act", widths[^1]]);
        }

        (int code, string[] lines) = Run([.. arguments]);

        Assert.Equal(ExitCode.Done, code);
        JsonElement timing = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        Assert.Equal(operation, timing.GetProperty("op").GetString());
        Assert.Equal(5, timing.GetProperty("batch").GetInt32());
        Assert.Equal(dims, timing.GetProperty("dims").GetString());
        double median = timing.GetProperty("seconds_median").GetDouble();
        Assert.InRange(timing.GetProperty("seconds_min").GetDouble(), 0, median);
    }

    [Fact]
    public void People_get_a_line_for_what_is_timed_and_one_for_each_timing()
    {
        (int code, string[] lines) = Run("forward", "--batch", "1", "--hidden", "", "--device", "reference");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("17-6 tanh, DiagonalGaussian (114 parameters), 1 row, on ", lines[0]);
        Assert.StartsWith("forward ", lines[1]);
        Assert.Contains(" GFLOP/s", lines[1]);
    }

    [Theory]
    [InlineData(1.25e-6, "    1.250 us")]
    [InlineData(0.0005, "    0.500 ms")]
    public void Times_of_a_moment_are_told_in_microseconds(double seconds, string text)
    {
        using ReferenceBackend backend = new();
        using StringWriter output = new();
        OperationTiming timing = new(new("forward_row", 1, 84, () => { }), seconds, seconds, null);
        new BenchReport(output, json: false).Add(timing, backend, Shape);
        Assert.Contains($"median {text}   min {text}", output.ToString());
        Assert.Contains("   0 B allocated", output.ToString());
    }

    [Fact]
    public void All_are_the_operations_of_an_update()
    {
        Assert.Superset(
            new HashSet<string> { "gradient", "fvp", "cg", "update", "update_tenth", "ppo", "forward_row" },
            new HashSet<string>(NetworkOperations.Names.ToArray()));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("fvp", "--batch", "0")]
    [InlineData("fvp", "--batch", "3e9")]
    [InlineData("fvp", "--batch", "1e8", "--obs", "100")]
    [InlineData("fvp", "--obs", "0")]
    [InlineData("fvp", "--act", "2e6")]
    [InlineData("fvp", "--hidden", "64,,64")]
    [InlineData("fvp", "--hidden", "64,x")]
    [InlineData("fvp", "--hidden", "1e6,1e6")]
    [InlineData("fvp", "--dist", "beta")]
    [InlineData("fvp", "--envs", "4")]
    [InlineData("fvp", "--env", "cartpole")]
    [InlineData("rollout", "--env", "carpole")]
    [InlineData("rollout", "--envs", "0")]
    [InlineData("rollout", "--envs", "64", "--batch", "63")]
    [InlineData("rollout", "--obs", "4")]
    [InlineData("rollout", "--hidden", "8")]
    public void What_cannot_be_timed_is_refused_before_anything_is(params string[] arguments)
    {
        (int code, string[] lines) = Run(arguments);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Empty(lines);
    }

    private static JsonElement Json(OperationTiming timing)
    {
        using ReferenceBackend backend = new();
        using StringWriter output = new();
        BenchReport report = new(output, json: true);
        report.Begin("not for programs");
        report.Add(timing, backend, Shape);
        return JsonDocument.Parse(Assert.Single(output.ToString().Trim().Split('\n'))).RootElement;
    }

    private static (int Code, string[] Lines) Run(params string[] arguments)
    {
        using StringWriter output = new();
        int code = TrpoCommand.Run(["bench", .. arguments], output, TextWriter.Null);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
