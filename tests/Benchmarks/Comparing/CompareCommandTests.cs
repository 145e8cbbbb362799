using System;
using System.IO;
using System.Linq;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Comparing;
using TrpoGpu.Tests.Benchmarks.GpuCheck;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.Comparing;

/// <summary>The command as people run it, on the smallest workload, with peers that a script plays.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "results", "comparison.md");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ours_and_theirs_stand_in_one_table_with_the_bars_below()
    {
        System.IO.File.WriteAllText(
            Path.Combine(folder.Path, "torch_trpo.py"),
            """
            import json, sys
            for line in sys.stdin:
                answer = {'seconds': 1000, 'min_seconds': 0.5, 'version': '9.9', 'blas': 'some BLAS'}
                refused = {'error': 'out of memory'}
                print(json.dumps(refused if 'double-backprop' in line else answer), flush=True)
            """);
        if (!PeerTests.HasPython)
        {
            return;
        }

        string text = Run(new CompareOptions { Python = "python3", Rounds = 1, Only = "x 1024 update", File = File });

        Assert.Contains("Every operation agrees with the double-precision reference", text);
        Assert.Contains("- peer: torch 9.9, some BLAS: 1 GFLOP/s on a product of 4096x256 and 256x256\n", text);
        Assert.Contains("- cartpole 4-64-64-2 x 1024, update double-backprop: torch: out of memory\n", text);
        Assert.Contains(" | update hand-derived | some BLAS | 1,000,000.000 | ", text);
        Assert.Contains(" | ppo backprop        | some BLAS | 1,000,000.000 | ", text);
        Assert.Contains("| update_tenth | ", text);
        Assert.DoesNotContain("| fvp ", text);
        Assert.Contains("- not measured: fvp of 17-64-64-6 x 5000 at 65% of the peak or more\n", text);
        string kept = System.IO.File.ReadAllText(File);
        Assert.StartsWith("# Ours and PyTorch's\n", kept);
        Assert.Contains(" | ppo backprop        | some BLAS | ", kept);
    }

    [Fact]
    public void Without_PyTorch_ours_stand_alone()
    {
        string text = Run(new CompareOptions { Python = "no-such-python", Rounds = 1, Only = "x 1024 ppo" });

        Assert.Contains("- No Python with PyTorch, so there is nobody to compare with", text);
        Assert.Contains("| 4-64-64-2 Categorical | 1024 | ppo       | ", text);
        Assert.DoesNotContain("BLAS", text);
    }

    [Fact]
    public void What_there_is_not_is_refused_before_anything_is_measured() =>
        Assert.StartsWith(
            "--only: nothing is called 'nothing', expected a part of, say, 'cartpole 4-64-64-2 x 1024 fvp'",
            Assert.Throws<UsageException>(() => Run(new CompareOptions { Only = "nothing" })).Message);

    private string Run(CompareOptions options)
    {
        using StringWriter output = new() { NewLine = "\n" };
        BenchmarkNetwork smallest = BenchmarkNetwork.Compared.First(network => network.Name == "cartpole");
        Assert.True(new CompareCommand(options, output, TextWriter.Null).Run([smallest], folder.Path));
        return output.ToString();
    }
}
