using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Benchmarks;

/// <summary>A number of environments that are worth stepping.</summary>
public sealed class BenchmarkRollout
{
    private BenchmarkRollout(EnvironmentSpec environment, int count, int steps)
    {
        Environment = environment;
        Count = count;
        Steps = steps;
    }

    /// <summary>
    /// Every built-in environment: few copies of it as in a small run, and many as on a workstation.
    /// </summary>
    public static ReadOnlySpan<BenchmarkRollout> All => Workloads;

    private static BenchmarkRollout[] Workloads { get; } =
    [
        .. BuiltInEnvironments.All.ToArray().SelectMany(environment => (BenchmarkRollout[])
        [
            new(environment, count: 64, steps: 128),
            new(environment, count: 4096, steps: 16),
        ]),
    ];

    /// <summary>What is stepped.</summary>
    public EnvironmentSpec Environment { get; }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>T of one run.</summary>
    public int Steps { get; }

    /// <summary>Environment and N.</summary>
    public override string ToString() => $"{Environment.Id} x {Count}";
}
