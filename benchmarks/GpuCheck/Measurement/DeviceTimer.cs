using System;
using System.Collections.Generic;
using System.Diagnostics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>
/// Times what a device does: many runs are launched, and the host waits once, as inside a solve; what reads numbers
/// waits by itself.
/// </summary>
/// <param name="backend">The device.</param>
/// <param name="turn">How long a line is worth measuring.</param>
internal sealed class DeviceTimer(ComputeBackend backend, TimeSpan turn)
{
    // A sample is long enough that its one wait is a small part of it.
    private const double SampleSeconds = 4e-3;
    private const int MostRuns = 1000;
    private const int FewestSamples = 5;

    // What takes longer than this is not taken five times.
    private const double LongSeconds = 0.5;

    /// <summary>Times a run, and fills in what else it shows.</summary>
    internal MeasuredLine Measure(MeasuredLine line, Action run)
    {
        Sample(run, 1);
        (long reads, long launches) = (Reads, 0);
        if (backend is GpuBackend device)
        {
            device.Kernels.Launched = _ => launches++;
            Sample(run, 1);
            device.Kernels.Launched = null;
        }

        reads = Reads - reads;
        double one = Sample(run, 1);
        int runs = (int)Math.Clamp(SampleSeconds / one, 1, MostRuns);
        List<double> samples = [one];
        long start = Stopwatch.GetTimestamp();
        if (one < LongSeconds)
        {
            samples.Clear();
            while (samples.Count < FewestSamples || Stopwatch.GetElapsedTime(start) < turn)
            {
                samples.Add(Sample(run, runs) / runs);
            }
        }

        samples.Sort();
        return line with
        {
            SecondsMedian = (samples[(samples.Count - 1) / 2] + samples[samples.Count / 2]) / 2,
            SecondsMin = samples[0],
            HostReads = backend is GpuBackend ? reads : null,
            Launches = backend is GpuBackend ? launches : null,
        };
    }

    /// <summary>Seconds of so many runs, the first after a wait, the last waited for.</summary>
    internal double Sample(Action run, int runs)
    {
        backend.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < runs; k++)
        {
            run();
        }

        backend.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private long Reads => (backend as GpuBackend)?.HostReads ?? 0;
}
