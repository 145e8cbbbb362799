using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Environments of one kind.</summary>
/// <typeparam name="TDynamics">Its equations.</typeparam>
/// <typeparam name="TState">The state of one.</typeparam>
internal sealed unsafe class GpuEnvironments<TDynamics, TState> : GpuEnvironments
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
{
    private readonly ArrayView<TState> states;
    private readonly ArrayView<float> constants;
    private readonly ArrayView<float> scratch;
    private GpuRollout<TDynamics, TState>? rollout;

    internal GpuEnvironments(
        ComputeBackend owner, int count, ulong seed, DeviceKernels kernels, AcceleratorStream stream,
        DeviceMemoryBudget? budget = null)
        : base(owner, TDynamics.Spec, count, seed, kernels, stream, budget)
    {
        states = Memory.Allocate<TState>(count);
        constants = Memory.Upload<float>(Array.ConvertAll(TDynamics.Constants, number => (float)number));
        scratch = Memory.Allocate<float>((long)count * TDynamics.ScratchColumns);
        kernels.Load<EnvironmentMemory<TState>>(ResetEnvironments.Kernel<TDynamics, TState>)(
            stream, Sizes.ForEach(count), Environments);
    }

    internal override int StateSize => sizeof(TState) / sizeof(Float32);

    internal override ArrayView<float> StateNumbers => states.Cast<float>();

    /// <summary>The environments as kernels take them.</summary>
    internal EnvironmentMemory<TState> Environments => new()
    {
        Count = Count,
        TimeLimit = Spec.TimeLimit,
        Seed = Seed,
        States = states,
        Lengths = Lengths,
        Returns = Returns,
        DiscountedReturns = DiscountedReturns,
        Truncations = Truncations,
        Constants = constants,
        Scratch = scratch,
    };

    public override void Dispose()
    {
        rollout?.Dispose();
        base.Dispose();
    }

    internal override void Rollout(in RolloutRequest request)
    {
        if (rollout is null || !rollout.IsFor(request.Policy, request.Value, request.Trajectories.Steps))
        {
            rollout?.Dispose();
            rollout = new GpuRollout<TDynamics, TState>(
                this, request.Policy, request.Value, request.Trajectories.Steps);
        }

        rollout.Launch(request);
        CountSteps(request.Trajectories.Steps);
    }
}
