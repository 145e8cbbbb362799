using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Times operations in turns, round after round, each turn right after a measurement of the machine's peak: what slows
/// the machine for a while slows all of them and the yardstick too. A time includes the wait until the device is done.
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
        foreach (TimedOperation operation in operations)
        {
            TakeTurn(operation);
        }

        Samples[] samples = [.. operations.Select(_ => new Samples([], []))];
        double? peak = null;
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < operations.Count; k++)
            {
                if (backend.MeasurePeakGigaflops() is double rate)
                {
                    peak = Math.Max(peak ?? 0, rate);
                }

                List<double> seconds = TakeTurn(operations[k]);
                samples[k].Medians.Add(Median(seconds));
                samples[k].Minima.Add(seconds.Min());
            }
        }

        return
        [
            .. operations.Zip(samples, (operation, sample) => new OperationTiming(
                operation, sample.Minima.Min(), Median(sample.Medians), peak)),
        ];
    }

    private List<double> TakeTurn(TimedOperation operation)
    {
        List<double> seconds = [];
        long begin = Stopwatch.GetTimestamp();
        do
        {
            long before = Stopwatch.GetTimestamp();
            operation.Run();
            backend.Synchronize();
            seconds.Add((Stopwatch.GetTimestamp() - before) / (double)Stopwatch.Frequency);
        }
        while (Stopwatch.GetElapsedTime(begin) < turn);

        return seconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    /// <summary>Of one operation, a number a round.</summary>
    private sealed record Samples(List<double> Medians, List<double> Minima);
}
