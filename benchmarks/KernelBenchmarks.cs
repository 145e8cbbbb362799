using System;
using System.Collections.Generic;
using BenchmarkDotNet.Attributes;

namespace TrpoGpu.Benchmarks;

/// <summary>What an update is made of, each operation by its name in <c>trpo bench</c>.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks : NetworkBenchmarks
{
    private Action? forward;
    private Action? forwardRow;
    private Action? gradient;
    private Action? fisherProduct;
    private Action? step;

    /// <summary>Networks to choose from.</summary>
    public static IEnumerable<BenchmarkNetwork> Networks => BenchmarkNetwork.Fitting;

    [ParamsSource(nameof(Networks))]
    public override BenchmarkNetwork Network { get; set; } = BenchmarkNetwork.All[0];

    [Benchmark(Description = "forward")]
    public void Forward() => (forward ??= Create("forward"))();

    [Benchmark(Description = "forward_row")]
    public void ForwardRow() => (forwardRow ??= Create("forward_row"))();

    [Benchmark(Description = "gradient")]
    public void Gradient() => (gradient ??= Create("gradient"))();

    [Benchmark(Description = "fvp")]
    public void FisherVectorProduct() => (fisherProduct ??= Create("fvp"))();

    [Benchmark(Description = "cg_step")]
    public void ConjugateGradientStep() => (step ??= Create("cg_step"))();
}
