namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>What a peer answers.</summary>
/// <param name="Seconds">The median of its turn.</param>
/// <param name="MinSeconds">The fastest run of its turn.</param>
/// <param name="Version">Of the framework, as the peer names it.</param>
/// <param name="Blas">The library behind its matrix products, as the peer names it.</param>
internal sealed record PeerAnswer(double Seconds, double MinSeconds, string Version, string Blas);
