using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Turns activations and heads into type arguments of the kernels that step one kind of environment.</summary>
internal static class RolloutKernels<TDynamics, TState>
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
{
    /// <summary>The whole rollout of a policy and a value function.</summary>
    internal static Action<AcceleratorStream, KernelConfig, FusedRolloutArguments<TState>> LoadFused(
        DeviceKernels kernels, NetworkShape policy, NetworkShape value) =>
        kernels.Load(policy.Mlp.Activation switch
        {
            ActivationKind.Tanh => Fused<Tanh>(policy.Head.Kind, value),
            ActivationKind.Relu => Fused<Relu>(policy.Head.Kind, value),
            ActivationKind.Elu => Fused<Elu>(policy.Head.Kind, value),
            ActivationKind.Sigmoid => Fused<Sigmoid>(policy.Head.Kind, value),
            ActivationKind.Softplus => Fused<Softplus>(policy.Head.Kind, value),
            ActivationKind.Identity => Fused<Identity>(policy.Head.Kind, value),
            _ => throw Unknown(policy.Mlp.Activation),
        });

    /// <summary>One step, given the distribution parameters.</summary>
    internal static Action<AcceleratorStream, KernelConfig, StepArguments<TState>> LoadAct(
        DeviceKernels kernels, NetworkShape policy) =>
        kernels.Load(policy.Head.Kind switch
        {
            HeadKind.Categorical => ActAndStep.Kernel<TDynamics, TState, Categorical>,
            HeadKind.MultiCategorical => ActAndStep.Kernel<TDynamics, TState, MultiCategorical>,
            HeadKind.Bernoulli => ActAndStep.Kernel<TDynamics, TState, Bernoulli>,
            HeadKind.DiagonalGaussian =>
                (Action<StepArguments<TState>>)ActAndStep.Kernel<TDynamics, TState, DiagonalGaussian>,
            _ => throw Unknown(policy.Head.Kind),
        });

    private static Action<FusedRolloutArguments<TState>> Fused<TActivation>(HeadKind head, NetworkShape value)
        where TActivation : struct, IActivation =>
        value.Mlp.Activation switch
        {
            ActivationKind.Tanh => Fused<TActivation, Tanh>(head),
            ActivationKind.Relu => Fused<TActivation, Relu>(head),
            ActivationKind.Elu => Fused<TActivation, Elu>(head),
            ActivationKind.Sigmoid => Fused<TActivation, Sigmoid>(head),
            ActivationKind.Softplus => Fused<TActivation, Softplus>(head),
            ActivationKind.Identity => Fused<TActivation, Identity>(head),
            _ => throw Unknown(value.Mlp.Activation),
        };

    private static Action<FusedRolloutArguments<TState>> Fused<TActivation, TValueActivation>(HeadKind head)
        where TActivation : struct, IActivation
        where TValueActivation : struct, IActivation =>
        head switch
        {
            HeadKind.Categorical => FusedRollout.Kernel<TDynamics, TState, TActivation, Categorical, TValueActivation>,
            HeadKind.MultiCategorical =>
                FusedRollout.Kernel<TDynamics, TState, TActivation, MultiCategorical, TValueActivation>,
            HeadKind.Bernoulli => FusedRollout.Kernel<TDynamics, TState, TActivation, Bernoulli, TValueActivation>,
            HeadKind.DiagonalGaussian =>
                FusedRollout.Kernel<TDynamics, TState, TActivation, DiagonalGaussian, TValueActivation>,
            _ => throw Unknown(head),
        };

    private static ArgumentException Unknown<T>(T kind) =>
        new($"Rollout: there are no kernels for {kind}.");
}
