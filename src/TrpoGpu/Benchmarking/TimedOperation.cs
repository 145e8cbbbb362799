using System;

namespace TrpoGpu.Benchmarking;

/// <summary>A thing to time: every run does the same work.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Rows">Samples, or environment steps, of one run.</param>
/// <param name="Flops">Floating-point operations of the matrix products of one run.</param>
/// <param name="Run">Does it once.</param>
internal sealed record TimedOperation(string Name, int Rows, double Flops, Action Run)
{
    /// <summary>
    /// Bytes that a run reads and writes at least where activations are kept (<see cref="RowBytes"/>); null of an
    /// operation that works on vectors alone.
    /// </summary>
    public double? BytesMoved { get; init; }
}
