using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.GpuCheck;

/// <summary>Opens the device to check: one that was named, or the first GPU there is.</summary>
internal static class DeviceOpening
{
    private static readonly string[] GpuKinds = ["cuda", "opencl"];

    /// <summary>The name to open.</summary>
    /// <exception cref="DeviceUnavailableException">There is no GPU.</exception>
    internal static string Resolve(string device)
    {
        if (device != "auto")
        {
            return device;
        }

        foreach (string kind in GpuKinds)
        {
            if (BackendFactory.Devices().FirstOrDefault(entry => entry.Kind == kind && entry.IsUsable) is { } found)
            {
                return found.Name;
            }
        }

        throw new DeviceUnavailableException(
            device, $"no GPU that can be used: {string.Join("; ", GpuKinds.Select(WhyNone))}");
    }

    /// <summary>Opens it.</summary>
    /// <param name="name">Which.</param>
    /// <param name="memoryBytes">Memory to use; most of it if null.</param>
    internal static ComputeBackend Open(string name, long? memoryBytes = null) => BackendFactory.Create(
        name, memory: memoryBytes is long bytes ? DeviceMemoryLimit.OfBytes(bytes) : null);

    private static string WhyNone(string kind)
    {
        string[] faults =
        [
            .. BackendFactory.Devices().Where(entry => entry.Kind == kind).Select(
                entry => $"{entry.Model} cannot be used: {entry.Fault}"),
        ];
        string reason = faults.Length > 0 ? string.Join(", ", faults) : BackendFactory.WhyNone(kind) ?? "none";
        return $"{kind}: {reason}";
    }
}
