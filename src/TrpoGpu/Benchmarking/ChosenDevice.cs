using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>The device that work is given to.</summary>
/// <param name="Backend">Its backend; whoever asked for it disposes it.</param>
/// <param name="Reason">
/// What was measured, in a line: <c>cuda: NVIDIA H200, 3.1 ms an iteration; cpu 41 ms</c>. Null where there was no
/// choice and nothing was measured.
/// </param>
public sealed record ChosenDevice(ComputeBackend Backend, string? Reason);
