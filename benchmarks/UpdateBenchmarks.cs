using System;
using System.Collections.Generic;
using BenchmarkDotNet.Attributes;

namespace TrpoGpu.Benchmarks;

/// <summary>An update and its longest parts, each by its name in <c>trpo bench</c>.</summary>
[MemoryDiagnoser]
public class UpdateBenchmarks : NetworkBenchmarks
{
    private Action? solve;
    private Action? update;
    private Action? updateOfTenth;
    private Action? firstOrder;
    private Action? critic;

    /// <summary>Networks to choose from.</summary>
    public static IEnumerable<BenchmarkNetwork> Networks => BenchmarkNetwork.Updated;

    [ParamsSource(nameof(Networks))]
    public override BenchmarkNetwork Network { get; set; } = BenchmarkNetwork.All[0];

    [Benchmark(Description = "cg")]
    public void ConjugateGradient() => (solve ??= Create("cg"))();

    [Benchmark(Description = "update")]
    public void Update() => (update ??= Create("update"))();

    [Benchmark(Description = "update_tenth")]
    public void UpdateOfTenth() => (updateOfTenth ??= Create("update_tenth"))();

    [Benchmark(Description = "ppo")]
    public void FirstOrderEpochs() => (firstOrder ??= Create("ppo"))();

    [Benchmark(Description = "critic")]
    public void CriticFit() => (critic ??= Create("critic"))();
}
