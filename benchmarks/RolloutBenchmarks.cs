using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks;

/// <summary>Rollouts of the built-in environments, by a policy whose operations were verified.</summary>
[MemoryDiagnoser]
public class RolloutBenchmarks
{
    // A tile of the CPU engine and one row more.
    private const int VerifiedRows = 65;

    private ComputeBackend? backend;
    private RolloutOperation? operation;

    /// <summary>Rollouts to choose from.</summary>
    public static IEnumerable<BenchmarkRollout> Environments => BenchmarkRollout.All.ToArray();

    /// <summary>What is timed.</summary>
    [ParamsSource(nameof(Environments))]
    public BenchmarkRollout Environment { get; set; } = BenchmarkRollout.All[0];

    /// <summary>Verifies the policy and creates the environments.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        backend = BackendFactory.Create();
        EngineVerification.ThrowIfDisagreeing(
            backend, RolloutOperation.Policy(Environment.Environment), VerifiedRows);
        operation = new RolloutOperation(backend, Environment.Environment, Environment.Count, Environment.Steps);
    }

    /// <summary>Frees what was allocated.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        operation?.Dispose();
        backend?.Dispose();
    }

    [Benchmark(Description = "rollout")]
    public void Rollout() => operation!.Operation.Run();
}
