using System;

namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>A peer that is not there, disagrees with itself, or does not answer.</summary>
internal sealed class PeerException(string message) : Exception(message);
