using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli;
using TrpoGpu.Cli.Commands;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary><c>trpo bench family</c>: what it prints for people and for programs.</summary>
public sealed class FamilyBenchTests
{
    private static readonly string[] Fields =
    [
        "op", "update", "settings", "device", "batch", "dims", "params", "gradients", "gradients_counted",
        "seconds_median", "gradient_seconds_median", "fisher_products", "curvature_rows", "steps", "trials", "outcome",
    ];

    private static readonly string[] Names = [.. FamilyVariant.For(1).Select(variant => variant.Name)];

    [Theory]
    [InlineData("gaussian")]
    [InlineData("categorical")]
    public void Programs_get_an_object_for_every_update(string distribution)
    {
        (string[] lines, string[] progress) = Run(distribution, json: true);

        JsonElement[] timings = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(Names, timings.Select(timing => timing.GetProperty("update").GetString()));
        Assert.All(timings, timing =>
        {
            Assert.Equal(Fields, timing.EnumerateObject().Select(field => field.Name));
            Assert.Equal("family", timing.GetProperty("op").GetString());
            Assert.Equal("reference", timing.GetProperty("device").GetString());
            Assert.Equal(9, timing.GetProperty("batch").GetInt32());
            Assert.Equal("2-3-2", timing.GetProperty("dims").GetString());
            Assert.True(timing.GetProperty("gradients").GetDouble() > 0);
            Assert.True(timing.GetProperty("gradients_counted").GetDouble() > 1);
            Assert.True(timing.GetProperty("seconds_median").GetDouble() > 0);
            Assert.True(timing.GetProperty("gradient_seconds_median").GetDouble() > 0);
            Assert.Equal("Accepted", timing.GetProperty("outcome").GetString());
        });
        JsonElement kfac = timings.Single(timing => timing.GetProperty("update").GetString() == "trpo_kfac");
        Assert.Equal("cg_preconditioner=kfac", kfac.GetProperty("settings").GetString());
        Assert.InRange(kfac.GetProperty("fisher_products").GetInt32(), 1, 15);
        Assert.Equal(9, kfac.GetProperty("curvature_rows").GetInt32());
        Assert.Equal(["round 1 of 5: 12 updates", "round 5 of 5: 12 updates"], [progress[0], progress[^1]]);
    }

    [Fact]
    public void People_get_a_table_and_a_sentence()
    {
        (string[] lines, _) = Run("gaussian", json: false);

        Assert.StartsWith("2-3-2 tanh, DiagonalGaussian (19 parameters), 9 rows, on ", lines[0]);
        Assert.Matches(@"^a gradient of the surrogate loss takes \d+\.\d{3} ms", lines[1]);
        Assert.Equal(
            ["update", .. Names],
            lines[2..^1].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
        Assert.Matches(@"^a TRPO update costs \d+\.\d gradients, \d+\.\d\d PPO updates$", lines[^1]);
    }

    private static (string[] Lines, string[] Progress) Run(string distribution, bool json)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        BenchSizes sizes = new()
        {
            Rows = 9,
            Observations = 2,
            Actions = 2,
            Hidden = "3",
            Distribution = distribution,
        };
        InvocationConfiguration console = new() { Output = output, Error = error };
        Assert.Equal(
            ExitCode.Done, FamilyBench.Run(sizes, _ => new ReferenceBackend(), console, json, TimeSpan.Zero));
        return (Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter text) =>
        text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
