using System;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <inheritdoc/>
/// <typeparam name="TDynamics">Its equations.</typeparam>
/// <typeparam name="TState">The state of one.</typeparam>
internal sealed unsafe class GpuEnvironmentKind<TDynamics, TState> : GpuEnvironmentKind
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
{
    internal override int StateBytes => sizeof(TState);

    // No buffer is empty.
    internal override long StepBytes(int count) =>
        sizeof(float)
        * (Math.Max(1, TDynamics.Constants.Length) + Math.Max(1, (long)count * TDynamics.ScratchColumns));

    internal override GpuEnvironments Create(
        ComputeBackend owner, int count, ulong seed, DeviceKernels kernels, AcceleratorStream stream,
        DeviceMemoryBudget? budget) =>
        new GpuEnvironments<TDynamics, TState>(owner, count, seed, kernels, stream, budget);

    internal override (long Bytes, bool IsFused) RolloutNeed(
        int count, int steps, NetworkShape policy, NetworkShape value, Accelerator accelerator) =>
        GpuRollout<TDynamics, TState>.NeedOf(TDynamics.Spec, count, steps, policy, value, accelerator);
}
