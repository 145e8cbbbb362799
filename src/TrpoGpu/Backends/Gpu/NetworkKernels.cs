using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The kernels that are compiled for an activation, a distribution and a number of weights a thread.</summary>
internal abstract class NetworkKernels
{
    /// <summary>See <see cref="FusedForward"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, ForwardArguments> Forward { get; }

    /// <summary>See <see cref="FusedGradient"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, GradientArguments> Gradient { get; }

    /// <summary>See <see cref="FusedFisherProduct"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, FisherProductArguments> FisherProduct { get; }

    /// <summary>See <see cref="Kernels.Policy.HeadGradient"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, HeadGradientArguments> HeadGradient { get; }

    /// <summary>See <see cref="Kernels.Policy.HeadMetric"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, HeadMetricArguments> HeadMetric { get; }

    /// <summary>See <see cref="Kernels.Policy.HeadMetricFactor"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, HeadMetricFactorArguments> HeadMetricFactor { get; }

    /// <summary>See <see cref="Kernels.Policy.HeadTerms"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, HeadTermsArguments> HeadTerms { get; }

    /// <summary>See <see cref="Kernels.Policy.HeadActions"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, HeadActionsArguments> HeadActions { get; }

    /// <summary>Those of one layer of a wide network.</summary>
    internal abstract DenseKernels Dense { get; }

    /// <summary>The kernels of a network, each compiled when it is first asked for.</summary>
    /// <param name="kernels">Those of the accelerator.</param>
    /// <param name="shape">Its activation and head.</param>
    /// <param name="blocksPerThread">Blocks of weights that a thread must hold.</param>
    internal static NetworkKernels For(DeviceKernels kernels, NetworkShape shape, int blocksPerThread) =>
        shape.Mlp.Activation switch
        {
            ActivationKind.Tanh => WithActivation<Tanh>(kernels, shape.Head.Kind, blocksPerThread),
            ActivationKind.Relu => WithActivation<Relu>(kernels, shape.Head.Kind, blocksPerThread),
            ActivationKind.Sigmoid => WithActivation<Sigmoid>(kernels, shape.Head.Kind, blocksPerThread),
            ActivationKind.Softplus => WithActivation<Softplus>(kernels, shape.Head.Kind, blocksPerThread),
            ActivationKind.Elu => WithActivation<Elu>(kernels, shape.Head.Kind, blocksPerThread),
            ActivationKind.Identity => WithActivation<Identity>(kernels, shape.Head.Kind, blocksPerThread),
            _ => throw new ArgumentException($"There are no kernels for the activation {shape.Mlp.Activation}."),
        };

    private static NetworkKernels WithActivation<TActivation>(
        DeviceKernels kernels, HeadKind head, int blocksPerThread)
        where TActivation : struct, IActivation =>
        head switch
        {
            HeadKind.Categorical => WithHead<TActivation, Categorical>(kernels, blocksPerThread),
            HeadKind.MultiCategorical => WithHead<TActivation, MultiCategorical>(kernels, blocksPerThread),
            HeadKind.Bernoulli => WithHead<TActivation, Bernoulli>(kernels, blocksPerThread),
            HeadKind.DiagonalGaussian => WithHead<TActivation, DiagonalGaussian>(kernels, blocksPerThread),
            HeadKind.UnitGaussian => WithHead<TActivation, UnitGaussian>(kernels, blocksPerThread),
            _ => throw new ArgumentException($"There are no kernels for the head {head}."),
        };

    private static NetworkKernels WithHead<TActivation, THead>(DeviceKernels kernels, int blocksPerThread)
        where TActivation : struct, IActivation
        where THead : struct, IActionDistribution =>
        blocksPerThread switch
        {
            <= 1 => new NetworkKernels<TActivation, THead, OneBlock>(kernels),
            2 => new NetworkKernels<TActivation, THead, TwiceBlocks<OneBlock>>(kernels),
            _ => new NetworkKernels<TActivation, THead, TwiceBlocks<TwiceBlocks<OneBlock>>>(kernels),
        };
}
