using System;
using System.Collections.Generic;
using ILGPU.Runtime.Simt;

namespace TrpoGpu.Kernels.Launch;

/// <summary>The devices there are: without ILGPU, the stand-in for it.</summary>
public static class DeviceSupply
{
    /// <summary>Kinds of device that this build knows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["simt"];

    /// <summary>All devices.</summary>
    public static IReadOnlyList<DeviceEntry> List()
    {
        using SimtAccelerator device = new(new SimtOptions { Sanitize = false });
        return [new DeviceEntry("simt", 0, device.Name, device.MemorySize, null)];
    }

    /// <summary>Why <see cref="List"/> names no device of a kind.</summary>
    /// <param name="kind">Such as <c>cuda</c>.</param>
    public static string WhyNone(string kind) =>
        $"this build is without ILGPU, through which {kind} devices are reached; where its packages can be restored, " +
        "build with -p:UseIlgpu=true";

    /// <summary>Opens the device of a kind and index that <see cref="List"/> named.</summary>
    /// <param name="entry">One that can be used.</param>
    public static OpenDevice Open(DeviceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return OpenSimulated();
    }

    /// <summary>Opens a device that is simulated on the host, to check kernels on.</summary>
    public static OpenDevice OpenSimulated() => new(new SimtAccelerator(new SimtOptions { Sanitize = false }), null);
}
