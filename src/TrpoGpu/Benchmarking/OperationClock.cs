using System;
using System.Collections.Generic;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Times one operation, turn after turn: whoever has several gives each a turn in every round. A time includes the wait
/// until the device is done.
/// </summary>
/// <param name="backend">On which the operation runs.</param>
/// <param name="operation">What is timed.</param>
/// <param name="turn">Time of a turn; an operation that takes longer runs once.</param>
/// <param name="time">The clock; the system's if null.</param>
internal sealed class OperationClock(
    ComputeBackend backend, TimedOperation operation, TimeSpan turn, TimeProvider? time = null)
{
    // A look at the clock takes some hundredths of a microsecond: a thousandth of this.
    private static readonly TimeSpan LeastTimed = TimeSpan.FromMicroseconds(40);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly List<double> seconds = [];
    private readonly List<double> medians = [];
    private double minimum = double.PositiveInfinity;
    private long allocated = long.MaxValue;
    private int group = 1;

    /// <summary>What is timed.</summary>
    public TimedOperation Operation => operation;

    /// <summary>
    /// The highest peak measured before a turn, in 10^9 operations a second; null if it is not known.
    /// </summary>
    public double? PeakGigaflops { get; private set; }

    /// <summary>
    /// Takes a turn that does not count, and sees how many runs of a quick operation to time at once.
    /// </summary>
    public void WarmUp()
    {
        Run();
        double once = Math.Max(Median(seconds), 1e-9);
        double most = Math.Min(LeastTimed.TotalSeconds, turn.TotalSeconds);
        group = (int)Math.Clamp(Math.Ceiling(most / once), 1, 1000);
    }

    /// <summary>Measures the machine's peak and takes a turn.</summary>
    /// <returns>Its median, in seconds a run.</returns>
    public double TakeTurn()
    {
        if (backend.MeasurePeakGigaflops() is double rate)
        {
            PeakGigaflops = Math.Max(PeakGigaflops ?? 0, rate);
        }

        allocated = Math.Min(allocated, Run());
        medians.Add(Median(seconds));
        minimum = Math.Min(minimum, seconds[0]);
        return medians[^1];
    }

    /// <summary>Takes a turn to compare with another's, measures no peak and adds nothing to the timing.</summary>
    /// <returns>
    /// Its mean, in seconds a run. Where other programs take their share of the cores, a quick run is rarely
    /// interrupted and a long one always is: medians would leave out of one what is in the other.
    /// </returns>
    public double TakeComparedTurn()
    {
        Run();
        double sum = 0;
        seconds.ForEach(run => sum += run);
        return sum / seconds.Count;
    }

    /// <summary>What the turns so far came to.</summary>
    /// <param name="peakGigaflops">The peak to hold the operation to.</param>
    public OperationTiming Timing(double? peakGigaflops) =>
        new(operation, minimum, Median([.. medians]), peakGigaflops) { AllocatedBytes = allocated };

    /// <summary>The median; sorts the values.</summary>
    public static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    // Returns the bytes that a run of the first group allocated.
    private long Run()
    {
        seconds.Clear();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long begin = time.GetTimestamp();
        double first = TimeGroup();
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        seconds.Add(first);
        while (time.GetElapsedTime(begin) < turn)
        {
            seconds.Add(TimeGroup());
        }

        return (bytes + group - 1) / group;
    }

    private double TimeGroup()
    {
        long before = time.GetTimestamp();
        for (int run = 0; run < group; run++)
        {
            operation.Run();
            backend.Synchronize();
        }

        return (time.GetTimestamp() - before) / ((double)time.TimestampFrequency * group);
    }
}
