using System;
using BenchmarkDotNet.Attributes;

namespace TrpoGpu.Benchmarks;

/// <summary>An update and its longest parts, each by its name in <c>trpo bench</c>.</summary>
[MemoryDiagnoser]
public class UpdateBenchmarks : NetworkBenchmarks
{
    private Action? solve;
    private Action? update;
    private Action? critic;

    [Benchmark(Description = "cg")]
    public void ConjugateGradient() => (solve ??= Create("cg"))();

    [Benchmark(Description = "update")]
    public void Update() => (update ??= Create("update"))();

    [Benchmark(Description = "critic")]
    public void CriticFit() => (critic ??= Create("critic"))();
}
