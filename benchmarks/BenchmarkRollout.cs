using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Benchmarks;

/// <summary>A number of environments that are worth stepping.</summary>
public sealed class BenchmarkRollout
{
    private const int Few = 64;
    private const int Many = 4096;

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

    /// <summary>One with choices and one without, of enough environments for two threads.</summary>
    public static IReadOnlyList<BenchmarkRollout> Threaded =>
    [
        .. Workloads.Where(rollout => rollout.Count == Many &&
            rollout.Environment.Id is "CartPole-v1" or "Pendulum-v1"),
    ];

    private static BenchmarkRollout[] Workloads { get; } =
    [
        .. BuiltInEnvironments.All.ToArray().SelectMany(environment => (BenchmarkRollout[])
        [
            new(environment, Few, steps: 128),
            new(environment, Many, steps: 16),
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
