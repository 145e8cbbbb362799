using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>What a device could do at most; null of what is slow on purpose: the reference, the stand-in.</summary>
/// <param name="CopyGigabytes">Bytes that a copy within its memory reads and writes, in 10^9 a second.</param>
/// <param name="FmaGigaflops">Operations of multiply-adds in registers, two each, in 10^9 a second.</param>
public readonly record struct DeviceRates(double? CopyGigabytes, double? FmaGigaflops)
{
    /// <summary>Measures both, in well under a second.</summary>
    /// <exception cref="OutOfDeviceMemoryException">Hardly any memory is left on the device.</exception>
    public static DeviceRates Measure(ComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new DeviceRates(backend.MeasureCopyGigabytes(), backend.MeasurePeakGigaflops());
    }
}
