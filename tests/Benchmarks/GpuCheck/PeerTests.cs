using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.GpuCheck.Peers;
using TrpoGpu.Tests.Repository;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.GpuCheck;

/// <summary>
/// Turns with peers, played by scripts that answer as peers do. Where there is no Python there is no test.
/// </summary>
public sealed class PeerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    internal static bool HasPython { get; } = FindPython();

    private readonly TemporaryFolder folder = new();

    private PeerStart Torch => new("torch", "python3", folder.Path, "cpu");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_peer_is_asked_line_by_line()
    {
        Write("torch", "print(json.dumps({'seconds': 0.25, 'version': '9.9', 'request': line.strip()}), flush=True)");
        if (HasPython)
        {
            PeerAnswer expected = new(0.25, 0.25, "9.9", "");
            using PeerProcess peer = new(Torch);

            Assert.Equal(expected, peer.Ask("fvp hand-derived 4-8-2 33 categorical", Patience));
            Assert.Equal(expected, peer.Ask("fvp hand-derived 4-8-2 33 categorical", Patience));
        }
    }

    [Theory]
    [InlineData("print(json.dumps({'error': 'no such thing'}), flush=True)", "torch: no such thing")]
    [InlineData("print('hello', flush=True)", "torch: 'hello' is no answer to 'fvp'")]
    [InlineData("print('needs PyTorch', file=sys.stderr); sys.exit(3)", "torch: needs PyTorch")]
    public void What_a_peer_refuses_is_said(string answer, string expected)
    {
        Write("torch", answer);
        if (HasPython)
        {
            using PeerProcess peer = new(Torch);

            Assert.Equal(expected, Assert.Throws<PeerException>(() => peer.Ask("fvp", Patience)).Message);
        }
    }

    [Fact]
    public void A_peer_that_is_not_there_is_left_out()
    {
        using CpuBackend backend = new(1);
        Omissions omissions = new();
        PeerComparison comparison = new(
            backend, new PeerOptions(folder.Path, "python3", "cpu"), omissions,
            new StageProgress(TextWriter.Null, false));

        comparison.Measure([new SizedShape(MeasuredShape.Cartpole, 5)], new TimeBudget(Patience));

        Assert.Empty(comparison.Ratios);
        Assert.Equal(2, omissions.Skipped.Count);
        Assert.Equal("torch: there is no torch_trpo.py in the folder of peers", omissions.Skipped[0]);
    }

    [Fact]
    public void Ratios_are_those_of_pairs()
    {
        Write("torch", "print(json.dumps({'seconds': 1000, 'version': '9.9'}), flush=True)");
        if (HasPython)
        {
            using CpuBackend backend = new(1);
            PeerComparison comparison = new(
                backend, new PeerOptions(folder.Path, "python3", "cpu"), new Omissions(),
                new StageProgress(TextWriter.Null, false));

            comparison.Measure([new SizedShape(MeasuredShape.Cartpole, 5)], new TimeBudget(Patience));

            Assert.Contains(comparison.Ratios, ratio => ratio is { Operation: "update", Variant: "double-backprop" });
            Assert.All(comparison.Ratios, ratio => Assert.InRange(ratio.Ratio * ratio.Seconds, 300, 3000));
        }
    }

    // The names that are asked for are those that the scripts answer to.
    [Fact]
    public void The_variants_asked_for_are_the_scripts_own()
    {
        foreach ((string peer, string operation, string variant) in PeerComparison.Variants)
        {
            string script = File.ReadAllText(Path.Combine(SourceTree.Root, "benchmarks", "peers", $"{peer}_trpo.py"));
            Assert.Contains(operation, script);
            Assert.Contains(variant, script);
        }
    }

    private void Write(string peer, string answer) => File.WriteAllText(
        Path.Combine(folder.Path, $"{peer}_trpo.py"),
        $"import json, sys\nfor line in sys.stdin:\n    {answer}\n");

    private static bool FindPython()
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", "pass"]))!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
