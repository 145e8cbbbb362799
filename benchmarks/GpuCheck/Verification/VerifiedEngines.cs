using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>An engine under test, and what it is held to.</summary>
/// <param name="Tested">The engine.</param>
/// <param name="Cpu">The CPU engine.</param>
/// <param name="WithMemory">
/// Opens the tested engine once more with so many bytes of memory; null if its memory has no limit.
/// </param>
internal sealed record VerifiedEngines(
    ComputeBackend Tested, CpuBackend Cpu, Func<long, ComputeBackend>? WithMemory = null)
{
    /// <summary>
    /// Whether a device rounds like the CPU engine: a division in OpenCL need not be correctly rounded, and every other
    /// kind of device divides as the standard says.
    /// </summary>
    public bool RoundsAlike => Tested.Name != "opencl";

    /// <summary>
    /// What to make of parameters and vectors before the tested engine gets them, to see whether it is noticed; nothing
    /// if null.
    /// </summary>
    public Func<float[], float[]>? Distort { get; init; }

    /// <summary>Numbers in the memory of an engine, as they are or as the tested engine gets them.</summary>
    public ComputeBuffer Allocate(ComputeBackend engine, float[] values) =>
        engine.Allocate(Distort is not null && ReferenceEquals(engine, Tested) ? Distort(values) : values);
}
