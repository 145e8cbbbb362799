using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Times operations in turns, round after round, each turn right after a measurement of the machine's peak: what slows
/// the machine for a while slows all of them and the yardstick too.
/// </summary>
/// <param name="backend">On which the operations run.</param>
/// <param name="rounds">Turns of each operation that count; one more before them, to warm up, does not.</param>
/// <param name="turn">Time of a turn; an operation that takes longer runs once.</param>
internal sealed class InterleavedTimer(ComputeBackend backend, int rounds, TimeSpan turn)
{
    /// <summary>Times operations.</summary>
    /// <returns>The timings, in the order of the operations.</returns>
    public OperationTiming[] Measure(IReadOnlyList<TimedOperation> operations)
    {
        OperationClock[] clocks =
            [.. operations.Select(operation => new OperationClock(backend, operation, turn))];
        Array.ForEach(clocks, clock => clock.WarmUp());
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(clocks, clock => clock.TakeTurn());
        }

        double? peak = clocks.Max(clock => clock.PeakGigaflops);
        return Array.ConvertAll(clocks, clock => clock.Timing(peak));
    }
}
