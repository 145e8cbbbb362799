using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Takes an update apart: each launch is waited for, in passes of their own.</summary>
/// <param name="device">The device.</param>
internal sealed class KernelBreakdown(GpuBackend device)
{
    private const int Passes = 5;

    private readonly Dictionary<string, (int Launches, double Seconds)> kernels = [];

    /// <summary>Takes an update apart.</summary>
    internal KernelTime[] Measure(SizedShape sized)
    {
        using NetworkOperations operations = new(device, sized.Shape.Network, sized.Rows);
        TimedOperation update = operations.Create("update");
        update.Run();
        kernels.Clear();
        device.Synchronize();
        long last = Stopwatch.GetTimestamp();
        device.Kernels.Launched = name =>
        {
            device.Synchronize();
            long now = Stopwatch.GetTimestamp();
            (int launches, double seconds) = kernels.GetValueOrDefault(name);
            kernels[name] = (launches + 1, seconds + ((now - last) / (double)Stopwatch.Frequency));
            last = now;
        };
        try
        {
            for (int pass = 0; pass < Passes; pass++)
            {
                update.Run();
            }
        }
        finally
        {
            device.Kernels.Launched = null;
        }

        double total = kernels.Values.Sum(kernel => kernel.Seconds);
        return
        [
            .. kernels.OrderByDescending(pair => pair.Value.Seconds).Select(pair => new KernelTime(
                $"{sized.Shape.Widths} x {sized.Rows}", pair.Key, pair.Value.Launches / Passes,
                pair.Value.Seconds / Passes, pair.Value.Seconds / total)),
        ];
    }
}
