using System;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;

namespace TrpoGpu.Backends;

/// <summary>Creates backends by the names that people type.</summary>
public static class BackendFactory
{
    /// <summary>Names that <see cref="Create"/> takes.</summary>
    public static ReadOnlySpan<string> Names => names;

    private static readonly string[] names = ["auto", "cpu", "reference"];

    /// <summary>Creates a backend.</summary>
    /// <param name="name"><c>auto</c> (the fastest there is), <c>cpu</c> or <c>reference</c>.</param>
    /// <param name="threads">Threads of the CPU engine; one per processor if null.</param>
    /// <exception cref="DeviceUnavailableException">There is no such device. An explicit name never falls
    /// back.</exception>
    public static ComputeBackend Create(string name = "auto", int? threads = null) => name switch
    {
        "auto" or "cpu" => new CpuBackend(threads ?? Environment.ProcessorCount),
        "reference" => new ReferenceBackend(),
        _ => throw new DeviceUnavailableException(
            name, $"no such device in this build, expected one of {string.Join(", ", names)}"),
    };
}
