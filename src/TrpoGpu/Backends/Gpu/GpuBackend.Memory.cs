using System;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
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

    private protected override void SynchronizeCore() => Accelerator.Synchronize();

    private protected override double? MeasurePeakGigaflopsCore() => Meter?.MeasureFmaGigaflops();

    private protected override double? MeasureCopyGigabytesCore() => Meter?.MeasureCopyGigabytes();

    // What a simulated device can do is of no interest.
    private DeviceMeter? Meter =>
        Accelerator.AcceleratorType == AcceleratorType.CPU ? null : meter ??= new DeviceMeter(this);

    // ILGPU has no buffers of length zero.
    private protected override long BytesOfBufferCore(int length) => sizeof(float) * (long)Math.Max(1, length);

    private protected override long BytesOfConjugateGradientCore(int length) =>
        (GpuConjugateGradient.Vectors * BytesOfBufferCore(length)) + (sizeof(double) * SolveScalars.Count);

    private protected override long BytesOfEnvironmentsCore(EnvironmentSpec spec, int count) =>
        GpuEnvironments.BytesFor(spec, count, GpuEnvironmentKind.For(spec));

    // Networks that are too wide for the one launch of a rollout have workspaces for its steps.
    private protected override long BytesOfRolloutCore(
        EnvironmentSpec spec, int count, int steps, NetworkShape policy, NetworkShape value, long availableBytes)
    {
        (long bytes, bool isFused) =
            GpuEnvironmentKind.For(spec).RolloutNeed(count, steps, policy, value, Accelerator);
        bytes += EpisodeReader.BytesFor(vectors.Sizes, count * steps);
        if (!isFused)
        {
            bytes += NeedOfWorkspaceCore(
                value, count, rowStride: 1, availableBytes - bytes, keepsOldDistribution: false).Bytes;
            bytes += NeedOfWorkspaceCore(
                policy, count, rowStride: 1, availableBytes - bytes, keepsOldDistribution: false).Bytes;
        }

        return bytes;
    }

    private protected override WorkspaceNeed NeedOfWorkspaceCore(
        NetworkShape shape, int capacity, int rowStride, long availableBytes, bool keepsOldDistribution) =>
        new WorkspaceMemory(new NetworkLayout(shape), capacity, LaunchShape, availableBytes)
            .Need(rowStride, keepsOldDistribution);
}
