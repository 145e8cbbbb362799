using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The GPU engine on a device that the host simulates: the stand-in for ILGPU, or ILGPU's own, which is slower still.
/// </summary>
internal static class SimulatedDevice
{
    // Multiply-adds that a case may cost.
    private static readonly long Affordable = IlgpuSupply.IsStandIn ? 2_000_000 : 50_000;

    /// <summary>The shape cases that the device can afford.</summary>
    public static TheoryData<string> Cases =>
        [.. ShapeCases.Affordable.Where(shapeCase => shapeCase.Cost <= Affordable).Select(shapeCase => shapeCase.Name)];

    /// <summary>A backend on a fresh device.</summary>
    /// <param name="memoryBytes">Memory to use; as much as there is if null.</param>
    public static GpuBackend CreateBackend(long? memoryBytes = null) =>
        new("simulated", DeviceSupply.OpenSimulated(), memoryBytes);
}
