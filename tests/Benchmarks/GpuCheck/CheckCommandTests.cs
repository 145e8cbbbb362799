using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.GpuCheck;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.GpuCheck;

/// <summary>The program as people run it: on the stand-in, which is the only device that is always there.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string File => Path.Combine(folder.Path, "result.json");

    [Fact]
    public void The_kernels_agree_on_the_stand_in()
    {
        if (!IlgpuSupply.IsStandIn)
        {
            return;
        }

        (int code, string output, string error) = Run("--device", "simt", "--quick", "--verify-only", "--out", File);

        Assert.True(code == GpuCheckCommand.Agrees, $"{output}{error}");
        Assert.Contains("operations agree with the CPU engine", output.TrimEnd().Split('\n')[^1]);
        JsonElement json = Read();
        Assert.True(json.GetProperty("agrees").GetBoolean());
        Assert.Equal("simt", json.GetProperty("device").GetProperty("kind").GetString());
        JsonElement forward = json.GetProperty("verification").EnumerateArray().First();
        Assert.Equal("forward", forward.GetProperty("operation").GetString());
        Assert.Equal(
            forward.GetProperty("compared_numbers").GetInt64(), forward.GetProperty("equal_numbers").GetInt64());
        string[] operations =
        [
            .. json.GetProperty("verification").EnumerateArray().Select(
                row => row.GetProperty("operation").GetString()!),
        ];
        Assert.Superset(
            new[]
            {
                "sample", "mode", "surrogate gradient", "likelihood gradient", "Fisher product",
                "Fisher product of one row in 3", "terms of a candidate", "same bits twice", "conjugate gradients",
                "whole update", "scaled sum and copy", "dot product", "mean and variance", "standardize", "Adam",
                "advantages and returns", "episodes that ended", "rollout of CartPole-v1", "rollout of Pendulum-v1",
                "chunks have the bits of the whole", "too little memory is named",
            }.ToHashSet(),
            operations.ToHashSet());
    }

    [Fact]
    public void What_agreed_is_measured_and_held_to_the_bars()
    {
        if (!IlgpuSupply.IsStandIn)
        {
            return;
        }

        (int code, string output, string error) = Run("--device", "simt", "--measure-only", "--out", File);

        Assert.True(code == GpuCheckCommand.Agrees, $"{output}{error}");
        JsonElement json = Read();
        JsonElement product = json.GetProperty("measurements").EnumerateArray().Single(
            line => line.GetProperty("operation").GetString() == "fvp");
        Assert.Equal("4-64-64-2", product.GetProperty("subject").GetString());
        Assert.Equal(2, product.GetProperty("launches").GetDouble());
        Assert.Equal(0, product.GetProperty("host_reads").GetDouble());
        Assert.InRange(
            product.GetProperty("seconds_min").GetDouble(), 0, product.GetProperty("seconds_median").GetDouble());
        Assert.True(product.GetProperty("gigaflops").GetDouble() > 0);
        JsonElement rollout = json.GetProperty("measurements").EnumerateArray().Single(
            line => line.GetProperty("operation").GetString() == "rollout");
        Assert.True(rollout.GetProperty("steps_per_second").GetDouble() > 0);
        Assert.True(json.GetProperty("trainings")[0].GetProperty("steps_per_second").GetDouble() > 0);
        Assert.Contains(
            "FusedFisherProduct", json.GetProperty("kernels").EnumerateArray().Select(
                kernel => kernel.GetProperty("kernel").GetString()));
        Assert.True(json.GetProperty("sweep").EnumerateArray().First().GetProperty("is_default").GetBoolean());
        Assert.Equal(5, json.GetProperty("bars").GetArrayLength());
        Assert.Contains("not measured: whole updates at least 5 times as fast as PyTorch's double backprop", output);
        Assert.Contains("NOT MET: CartPole training at 50 million environment steps a second or more", output);
        Assert.Contains("left out: peers: ", output);
    }

    [Fact]
    public void Where_there_is_no_such_device_it_says_so_in_a_line()
    {
        string device = BackendFactory.Devices().Any(entry => entry is { Kind: "cuda" or "opencl", IsUsable: true })
            ? "cuda:99"
            : "auto";

        (int code, string output, string error) = Run("--device", device, "--out", File);

        Assert.Equal(GpuCheckCommand.DeviceUnavailable, code);
        Assert.Equal("", output);
        Assert.StartsWith($"gpu-check: {device}: ", Assert.Single(error.TrimEnd().Split('\n')));
        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("--device", "gpu0")]
    [InlineData("--verify-only", "--measure-only")]
    [InlineData("--seconds", "long")]
    [InlineData("--fast")]
    public void Mistakes_are_refused(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.Equal(GpuCheckCommand.Usage, code);
        Assert.Equal("", output);
        Assert.StartsWith("gpu-check: ", error);
    }

    private JsonElement Read()
    {
        using JsonDocument json = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        return json.RootElement.Clone();
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = GpuCheckCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
