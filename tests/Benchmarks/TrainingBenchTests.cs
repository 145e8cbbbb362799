using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Cli;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary><c>trpo bench training</c>: whole iterations by an environment's preset.</summary>
public sealed class TrainingBenchTests
{
    private static readonly string[] Fields =
    [
        "op", "device", "env", "envs", "batch", "hidden", "seconds_min", "seconds_median", "steps_per_second",
        "rollout_share", "update_share", "critic_share",
    ];

    [Fact]
    public void A_timing_is_one_object_with_these_fields()
    {
        (int code, string[] lines) = Run(
            "--env", "pendulum", "--envs", "3", "--batch", "14", "--hidden", "4,3", "--device", "reference", "--json");

        Assert.Equal(ExitCode.Done, code);
        JsonElement timing = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        Assert.Equal(Fields, timing.EnumerateObject().Select(field => field.Name));
        Assert.Equal("training", timing.GetProperty("op").GetString());
        Assert.Equal("Pendulum-v1", timing.GetProperty("env").GetString());
        Assert.Equal(3, timing.GetProperty("envs").GetInt32());
        Assert.Equal(12, timing.GetProperty("batch").GetInt32());
        Assert.Equal("4-3", timing.GetProperty("hidden").GetString());
        double median = timing.GetProperty("seconds_median").GetDouble();
        Assert.InRange(timing.GetProperty("seconds_min").GetDouble(), 0, median);
        Assert.Equal(12 / median, timing.GetProperty("steps_per_second").GetDouble(), 1e-6 * 12 / median);
        Assert.All(Fields[^3..], share => Assert.InRange(timing.GetProperty(share).GetDouble(), 0, 1));
    }

    [Fact]
    public void People_get_a_line_for_what_is_trained_and_one_for_its_time()
    {
        (int code, string[] lines) = Run("--hidden", "2", "--device", "cpu", "--threads", "1");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("CartPole-v1, 40 steps of 25 environments an update, on ", lines[0]);
        Assert.Matches(@"^training .* steps/s   rollout \d+%, update \d+%, critic \d+%$", lines[1]);
    }

    [Theory]
    [InlineData("--obs", "4")]
    [InlineData("--act", "4")]
    [InlineData("--dist", "gaussian")]
    [InlineData("--env", "carpole")]
    [InlineData("--envs", "64", "--batch", "63")]
    public void What_cannot_be_trained_is_refused(params string[] arguments)
    {
        (int code, string[] lines) = Run(arguments);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Empty(lines);
    }

    private static (int Code, string[] Lines) Run(params string[] arguments)
    {
        using StringWriter output = new();
        List<string> command = ["bench", "training", .. arguments];
        int code = TrpoCommand.Run([.. command], output, TextWriter.Null);
        return (code, output.ToString().Split('\n', System.StringSplitOptions.RemoveEmptyEntries));
    }
}
