using System;
using System.Collections.Generic;

namespace TrpoGpu.Backends;

/// <summary>Creates backends by the names that people type.</summary>
public static class BackendFactory
{
    /// <summary>
    /// Names that <see cref="Create"/> takes: <c>auto</c>, <c>cuda</c>, <c>opencl</c>, <c>cpu</c>, <c>reference</c>
    /// and, in a build without ILGPU, <c>simt</c>, which runs the GPU's kernels on the host to check them.
    /// <c>cuda:1</c> is the second CUDA device.
    /// </summary>
    public static ReadOnlySpan<string> Names => DeviceCatalog.Names;

    /// <summary>
    /// All that could compute here, usable or not: GPUs in the order of their numbers, the CPU engine, the reference,
    /// the stand-in. Asks the drivers each time.
    /// </summary>
    public static IReadOnlyList<BackendDevice> Devices() => DeviceCatalog.Machine.Devices();

    /// <summary>Why <see cref="Devices"/> lists none of a kind; null if it does.</summary>
    /// <param name="kind">One of <see cref="Names"/>.</param>
    public static string? WhyNone(string kind) => DeviceCatalog.Machine.WhyNone(kind);

    /// <summary>Creates a backend. An explicit name never falls back to another device.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>. <c>auto</c> is the first CUDA device that can be used, else the CPU engine; what is
    /// fastest depends on the work, which <c>DeviceChoice</c> measures.
    /// </param>
    /// <param name="threads">Threads of the CPU engine, one per processor if null; nothing else has threads.</param>
    /// <param name="memory">Device memory to use at most; nine tenths of what is free if null.</param>
    /// <exception cref="DeviceUnavailableException">There is no such device: says what was looked for and what was
    /// found.</exception>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static ComputeBackend Create(
        string name = DeviceName.Auto, int? threads = null, DeviceMemoryLimit? memory = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return DeviceCatalog.Machine.Create(name, threads, memory);
    }
}
