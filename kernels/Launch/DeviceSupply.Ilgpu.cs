using System;
using System.Collections.Generic;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using TrpoGpu.Kernels.Ilgpu;

namespace TrpoGpu.Kernels.Launch;

/// <summary>The devices there are, by way of ILGPU.</summary>
public static class DeviceSupply
{
    private const string Cuda = "cuda";
    private const string OpenCl = "opencl";

    /// <summary>Kinds of device that this build knows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Cuda, OpenCl];

    /// <summary>All devices, usable or not; none where there is no driver.</summary>
    public static IReadOnlyList<DeviceEntry> List()
    {
        List<DeviceEntry> entries = [];
        using Context context = CreateContext(AddAll);
        foreach (CudaDevice device in context.GetCudaDevices())
        {
            entries.Add(new DeviceEntry(
                Cuda, entries.Count(e => e.Kind == Cuda), device.Name, device.MemorySize, FaultOf(device)));
        }

        foreach (CLDevice device in context.GetCLDevices())
        {
            entries.Add(new DeviceEntry(
                OpenCl, entries.Count(e => e.Kind == OpenCl), device.Name, device.MemorySize, FaultOf(device)));
        }

        return entries;
    }

    /// <summary>Why <see cref="List"/> names no device of a kind: what was looked for, and what was found.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static string WhyNone(string kind)
    {
        bool isCuda = kind == Cuda;
        string driver = isCuda ? "NVIDIA driver" : "OpenCL driver";
        return DriverLibraries.IsThere(isCuda)
            ? $"{DriverLibraries.NameOf(isCuda)} is there, but finds no device"
            : $"there is no {driver} ({DriverLibraries.NameOf(isCuda)} was looked for)";
    }

    /// <summary>Opens a device that <see cref="List"/> named.</summary>
    /// <param name="entry">One that can be used.</param>
    public static OpenDevice Open(DeviceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Context context = CreateContext(AddAll);
        Device device = entry.Kind == Cuda
            ? context.GetCudaDevice(entry.Index)
            : context.GetCLDevice(entry.Index);
        Accelerator accelerator = device.CreateAccelerator(context);
        return new OpenDevice(accelerator, context, (accelerator as CudaAccelerator)?.GetFreeMemory());
    }

    /// <summary>Opens a device that is simulated on the host, to check kernels on: slow beyond use.</summary>
    public static OpenDevice OpenSimulated()
    {
        // Wide groups of one warp each: as few threads of the host as the kernels can do with.
        CPUDevice device = new(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 4, numMultiprocessors: 1);
        Context context = CreateContext(builder => builder.CPU(device));
        return new OpenDevice(context.GetCPUDevice(0).CreateAccelerator(context), context);
    }

    /// <summary>A context whose compilers know this project's arithmetic.</summary>
    /// <param name="devices">Adds devices.</param>
    public static Context CreateContext(Func<Context.Builder, Context.Builder> devices)
    {
        DriverLibraries.Prepare();
        return Context.Create(builder =>
            devices(builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive))
                .EnableAlgorithms()
                .EnableSingleRounding()
                .EnableFullBarriers());
    }

    private static string? FaultOf(CudaDevice device) =>
        device.Architecture is null ? "ILGPU compiles for no architecture that old"
        : device.InstructionSet is null ? "its driver is older than any that ILGPU compiles for; update the driver"
        : null;

    private static Context.Builder AddAll(Context.Builder builder) =>
        builder.Cuda(static _ => true).OpenCL(static _ => true);

    private static string? FaultOf(CLDevice device) =>
        !device.Capabilities.Float64
            ? "it has no double precision, which sums and the solver's scalars need"
            : !device.Capabilities.GenericAddressSpace
                ? "it has no generic address space (OpenCL 2.0, or an option of 3.0), which ILGPU needs"
                : null;
}
