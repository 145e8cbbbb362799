using System;
using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Benchmarking;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>What a device could do at most: the yardsticks of <c>trpo devices</c> and <c>trpo bench</c>.</summary>
/// <param name="backend">The device.</param>
internal sealed class DeviceMeter(GpuBackend backend) : IDisposable
{
    private const int Threads = 256;

    // Eight groups of 256 are all threads that a multiprocessor of a current device has.
    private const int GroupsPerMultiprocessor = 8;

    // Each of two buffers: several times the largest caches, and a quarter of what is left at most.
    private const long CopyBytes = 512L << 20;

    // Of a launch, so that its start and the wait for its end are a small part.
    private static readonly TimeSpan FmaTime = TimeSpan.FromMilliseconds(4);

    // A launch that takes longer than this is measured once.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(60);
    private const int MostRuns = 8;
    private const int MostRounds = 1 << 20;

    private DeviceMemory<float>? sums;
    private int rounds = 16;

    private int Groups => backend.Accelerator.NumMultiprocessors * GroupsPerMultiprocessor;

    /// <summary>Multiply-adds in registers, two operations each, in 10^9 a second.</summary>
    internal double MeasureFmaGigaflops()
    {
        int threads = int.Min(Threads, backend.Accelerator.MaxNumThreadsPerGroup);
        Action<AcceleratorStream, KernelConfig, FmaRateArguments> launch =
            backend.Kernels.Load<FmaRateArguments>(FmaRate.Kernel);
        sums ??= backend.AllocateMemory<float>((long)Groups * threads, "the measurement of multiply-adds");
        FmaRateArguments arguments = new()
        {
            Factor = 0.5f,
            Addend = Float4.Of(0.25f),
            Result = sums.View,
        };
        double seconds = Run();
        while (seconds < FmaTime.TotalSeconds && rounds < MostRounds)
        {
            rounds *= 2;
            seconds = Run();
        }

        return FmaRate.Flops((long)Groups * threads, rounds) / Fastest(Run) * 1e-9;

        double Run()
        {
            arguments.Rounds = rounds;
            return Time(() => launch(backend.Stream, new KernelConfig(Groups, threads), arguments));
        }
    }

    /// <summary>Bytes read and written by a copy within the device's memory, in 10^9 a second.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is hardly any left.</exception>
    internal double MeasureCopyGigabytes()
    {
        int wordBytes = Float4.Length * sizeof(float);
        long bytes = Math.Clamp(backend.Memory.Available / 4, wordBytes, CopyBytes);
        int words = (int)Math.Min(CopyRate.MostWords, bytes / wordBytes);
        int threads = int.Min(Threads, backend.Accelerator.MaxNumThreadsPerGroup);
        using DeviceMemory<Float4> source = backend.AllocateMemory<Float4>(words, "the measurement of copies");
        using DeviceMemory<Float4> target = backend.AllocateMemory<Float4>(words, "the measurement of copies");
        source.Clear(backend.Stream);
        Action<AcceleratorStream, KernelConfig, CopyRateArguments> launch =
            backend.Kernels.Load<CopyRateArguments>(CopyRate.Kernel);
        CopyRateArguments arguments = new() { Words = words, Source = source.View, Target = target.View };
        Run();
        return 2.0 * wordBytes * words / Fastest(Run) * 1e-9;

        double Run() => Time(() => launch(backend.Stream, new KernelConfig(Groups, threads), arguments));
    }

    /// <inheritdoc/>
    public void Dispose() => sums?.Dispose();

    private double Time(Action launch)
    {
        backend.Stream.Synchronize();
        long start = Stopwatch.GetTimestamp();
        launch();
        backend.Stream.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Fastest(Func<double> run)
    {
        long start = Stopwatch.GetTimestamp();
        double fastest = double.PositiveInfinity;
        int runs = 0;
        do
        {
            fastest = Math.Min(fastest, run());
            runs++;
        }
        while (runs < MostRuns && Stopwatch.GetElapsedTime(start) < Turn);

        return fastest;
    }
}
