using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// The compute contract on a device: every operation is a few launches on one stream, and the host waits only where it
/// reads.
/// </summary>
internal sealed partial class GpuBackend : ComputeBackend
{
    private readonly OpenDevice device;
    private readonly GpuVectors vectors;

    /// <summary>Creates a backend over a device, which it then owns.</summary>
    /// <param name="name">What people type: <c>cuda</c>, <c>opencl</c>, <c>simt</c>.</param>
    /// <param name="device">The device.</param>
    /// <param name="memoryBytes">Memory to use; most of the device's if null.</param>
    internal GpuBackend(string name, OpenDevice device, long? memoryBytes = null)
    {
        Name = name;
        this.device = device;
        Stream = Accelerator.DefaultStream;
        Kernels = new DeviceKernels(Accelerator);
        Launches = new DeviceLaunches(Kernels);
        LaunchShape = new LaunchShape(Accelerator);
        Memory = new DeviceMemoryBudget(
            Accelerator.Name, memoryBytes ?? default(DeviceMemoryLimit).BytesOf(device.FreeMemoryBytes));
        vectors = new GpuVectors(Kernels, Stream, Memory);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{Accelerator.Name}, {Accelerator.NumMultiprocessors} multiprocessors, " +
        ByteText.Format(Accelerator.MemorySize);

    /// <summary>The device.</summary>
    internal Accelerator Accelerator => device.Accelerator;

    /// <summary>Where everything is launched, in order.</summary>
    internal AcceleratorStream Stream { get; }

    /// <summary>Compiled kernels.</summary>
    internal DeviceKernels Kernels { get; }

    /// <summary>Kernels without type arguments.</summary>
    internal DeviceLaunches Launches { get; }

    /// <summary>Groups and their sizes; those who measure others set them between workspaces.</summary>
    internal LaunchShape LaunchShape { get; set; }

    /// <summary>Device memory.</summary>
    internal DeviceMemoryBudget Memory { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter?.Dispose();
        foreach (GpuWorkspace workspace in rolloutNetworks.Values)
        {
            workspace.Dispose();
        }

        vectors.Dispose();
        device.Dispose();
    }

    /// <summary>Allocates device memory, whatever it holds.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is not as much.</exception>
    internal DeviceMemory<T> AllocateMemory<T>(long length, string purpose)
        where T : unmanaged =>
        new(Accelerator, Memory, length, purpose);

    /// <summary>Copies a table to the device.</summary>
    internal DeviceMemory<T> Upload<T>(T[] table, string purpose)
        where T : unmanaged
    {
        DeviceMemory<T> memory = AllocateMemory<T>(table.Length, purpose);
        memory.View.CopyFromCPU(Stream, new ReadOnlySpan<T>(table));
        return memory;
    }

    /// <summary>Times that the host has waited for numbers.</summary>
    internal long HostReads { get; private set; }

    /// <summary>Waits for everything launched so far and copies a few numbers to the host.</summary>
    internal void Read(DeviceMemory<double> source, Span<double> destination)
    {
        CountRead();
        source.View.SubView(0, destination.Length).CopyToCPU(Stream, destination);
    }

    /// <summary>To be told of every wait for numbers.</summary>
    internal void CountRead() => HostReads++;

    private protected override ComputeBuffer AllocateCore(int length) => new GpuBuffer(this, length);

    private protected override NetworkWorkspace CreateWorkspaceCore(NetworkShape shape, int capacity) =>
        new GpuWorkspace(this, shape, capacity);

    private static ArrayView<float> View(ComputeBuffer buffer) => ((GpuBuffer)buffer).View;
}
