using System;
using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks;

/// <summary>
/// Benchmarks of operations on a network: verified on it before they are timed, so that a fast mistake has no time.
/// </summary>
public abstract class NetworkBenchmarks
{
    // All benchmarks run in this process, on the same engine.
    private static readonly HashSet<BenchmarkNetwork> Verified = [];

    private ComputeBackend? backend;
    private NetworkOperations? operations;

    /// <summary>What is timed.</summary>
    public abstract BenchmarkNetwork Network { get; set; }

    /// <summary>Verifies and allocates.</summary>
    /// <exception cref="InvalidOperationException">The engine disagrees with the reference.</exception>
    [GlobalSetup]
    public void SetUp()
    {
        backend = BackendFactory.Create();
        if (!Verified.Contains(Network))
        {
            EngineVerification.ThrowIfDisagreeing(backend, Network.Shape, Network.QuickVerifiedRows);
            Verified.Add(Network);
        }

        operations = new NetworkOperations(backend, Network.Shape, Network.Rows);
    }

    /// <summary>Frees what was allocated.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        operations?.Dispose();
        backend?.Dispose();
    }

    /// <summary>Prepares an operation, in the first run of a benchmark, which is not timed.</summary>
    private protected Action Create(string operation) => operations!.Create(operation).Run;
}
