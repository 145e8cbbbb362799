using System;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The built-in environments as types: where an identifier becomes code.</summary>
internal abstract class GpuEnvironmentKind
{
    /// <summary>Bytes of one state.</summary>
    internal abstract int StateBytes { get; }

    /// <summary>Bytes that steps of N of them compute with: constants, and scratch.</summary>
    internal abstract long StepBytes(int count);

    /// <summary>The environment of a specification.</summary>
    /// <exception cref="ArgumentException">There are no dynamics for it.</exception>
    internal static GpuEnvironmentKind For(EnvironmentSpec spec) => spec.Id switch
    {
        "CartPole-v1" => new GpuEnvironmentKind<CartPole<Float32>, CartPoleState<Float32>>(),
        "Acrobot-v1" => new GpuEnvironmentKind<Acrobot<Float32>, AcrobotState<Float32>>(),
        "Pendulum-v1" => new GpuEnvironmentKind<Pendulum<Float32>, PendulumState<Float32>>(),
        "MountainCar-v0" => new GpuEnvironmentKind<MountainCar<Float32>, MountainCarState<Float32>>(),
        "MountainCarContinuous-v0" =>
            new GpuEnvironmentKind<MountainCarContinuous<Float32>, MountainCarState<Float32>>(),
        "InvertedPendulum-v5" =>
            new GpuEnvironmentKind<InvertedPendulum<Float32, Version5>, PlanarState<Float32>>(),
        "InvertedDoublePendulum-v5" =>
            new GpuEnvironmentKind<InvertedDoublePendulum<Float32, Version5>, PlanarState<Float32>>(),
        "Reacher-v5" => new GpuEnvironmentKind<Reacher<Float32, Version5>, PlanarState<Float32>>(),
        "Swimmer-v5" => new GpuEnvironmentKind<Swimmer<Float32>, PlanarState<Float32>>(),
        "Hopper-v5" => new GpuEnvironmentKind<Hopper<Float32, Version5>, PlanarState<Float32>>(),
        "Walker2d-v5" => new GpuEnvironmentKind<Walker2d<Float32, Version5>, PlanarState<Float32>>(),
        "HalfCheetah-v5" => new GpuEnvironmentKind<HalfCheetah<Float32>, PlanarState<Float32>>(),
        "InvertedPendulum-v4" =>
            new GpuEnvironmentKind<InvertedPendulum<Float32, Version4>, PlanarState<Float32>>(),
        "InvertedDoublePendulum-v4" =>
            new GpuEnvironmentKind<InvertedDoublePendulum<Float32, Version4>, PlanarState<Float32>>(),
        "Reacher-v4" => new GpuEnvironmentKind<Reacher<Float32, Version4>, PlanarState<Float32>>(),
        "Hopper-v4" => new GpuEnvironmentKind<Hopper<Float32, Version4>, PlanarState<Float32>>(),
        "Walker2d-v4" => new GpuEnvironmentKind<Walker2d<Float32, Version4>, PlanarState<Float32>>(),
        _ => throw new ArgumentException($"CreateEnvironments: the GPU engine has no dynamics for '{spec.Id}'."),
    };

    /// <summary>Creates N of them, in their start states.</summary>
    internal abstract GpuEnvironments Create(
        ComputeBackend owner, int count, ulong seed, DeviceKernels kernels, AcceleratorStream stream,
        DeviceMemoryBudget? budget);

    /// <summary>Bytes that a rollout takes, and whether it is one launch.</summary>
    internal abstract (long Bytes, bool IsFused) RolloutNeed(
        int count, int steps, NetworkShape policy, NetworkShape value, Accelerator accelerator);
}
