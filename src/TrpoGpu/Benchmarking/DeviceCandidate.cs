using System;
using System.Collections.Generic;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>A device that work could be given to.</summary>
/// <param name="Name">As people type it.</param>
/// <param name="Model">As its maker calls it.</param>
/// <param name="Open">Creates its backend.</param>
internal sealed record DeviceCandidate(string Name, string Model, Func<ComputeBackend> Open)
{
    /// <summary>
    /// Devices of which one could be the fastest: GPUs, one of each model, and the CPU engine last. The reference and
    /// the stand-in compute to be compared with, not to be fast.
    /// </summary>
    /// <param name="devices">All there are.</param>
    /// <param name="threads">Threads of the CPU engine.</param>
    /// <param name="memory">Device memory to use at most.</param>
    internal static List<DeviceCandidate> Among(
        IReadOnlyList<BackendDevice> devices, int? threads, DeviceMemoryLimit? memory)
    {
        List<DeviceCandidate> gpus = [];
        List<DeviceCandidate> processors = [];
        foreach (BackendDevice device in devices)
        {
            DeviceCandidate candidate = new(
                device.Name, device.Model, () => BackendFactory.Create(device.Name, threads, memory));
            bool isGpu = device.Kind is "cuda" or "opencl";
            if (isGpu && device.IsUsable && !gpus.Exists(gpu => gpu.Model == device.Model))
            {
                gpus.Add(candidate);
            }
            else if (device.Kind == "cpu")
            {
                processors.Add(candidate);
            }
        }

        return [.. gpus, .. processors];
    }
}
