using System;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Files;

namespace TrpoGpu.Benchmarks;

/// <summary>What timings depend on besides the code.</summary>
internal static class MachineFacts
{
    /// <summary>Writes processor, cores, vectors, runtime and engine, a line each.</summary>
    public static void Write(TextWriter output, ComputeBackend backend)
    {
        SystemInfo system = SystemInfo.Current;
        output.WriteLine($"- processor: {system.Processor}, {system.Processors} logical processors, {system.Simd}");
        output.WriteLine($"- system: {system.Platform}, {system.Runtime}");
        output.WriteLine($"- engine: {backend.Name}, {backend.Description}");
        output.WriteLine($"- date: {DateTime.UtcNow:yyyy-MM-dd}, version {system.Library}");
    }
}
