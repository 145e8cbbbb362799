using System;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>What a device allows an operation: the lower of its multiply-add rate and what its memory feeds.</summary>
/// <param name="rates">As measured in the same run.</param>
internal sealed class Roofline(DeviceRates rates)
{
    /// <summary>As measured.</summary>
    internal DeviceRates Rates { get; } = rates;

    /// <summary>10^9 operations a second at the most; null where a rate is not known.</summary>
    /// <param name="flops">Of a run.</param>
    /// <param name="bytes">Of a run; null if they are not counted.</param>
    internal double? Gigaflops(double flops, double? bytes) =>
        Rates.FmaGigaflops is double peak && Rates.CopyGigabytes is double copy && bytes is double moved
            ? Math.Min(peak, copy * flops / moved)
            : null;
}
