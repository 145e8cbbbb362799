using System;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Solver;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <content>The device: its memory, counted before it is taken, and its speed.</content>
internal sealed partial class GpuBackend
{
    private DeviceMeter? meter;

    /// <inheritdoc/>
    public override long? MemoryBytes => Memory.Total;

    /// <inheritdoc/>
    public override long MemoryTaken => Memory.Taken;

    private protected override void SynchronizeCore() => Stream.Synchronize();

    private protected override double? MeasurePeakGigaflopsCore() => Meter?.MeasureFmaGigaflops();

    private protected override double? MeasureCopyGigabytesCore() => Meter?.MeasureCopyGigabytes();

    // What a simulated device can do is of no interest.
    private DeviceMeter? Meter =>
        Accelerator.AcceleratorType == AcceleratorType.CPU ? null : meter ??= new DeviceMeter(this);

    // ILGPU has no buffers of length zero.
    private protected override long BytesOfBufferCore(int length) => sizeof(float) * (long)Math.Max(1, length);

    private protected override long BytesOfConjugateGradientCore(int length) =>
        (GpuConjugateGradient.Vectors * BytesOfBufferCore(length)) + (sizeof(double) * SolveScalars.Count);

    private protected override WorkspaceNeed NeedOfWorkspaceCore(
        NetworkShape shape, int capacity, int rowStride, long availableBytes) =>
        new WorkspaceMemory(new NetworkLayout(shape), capacity, LaunchShape, availableBytes).Need(rowStride);
}
