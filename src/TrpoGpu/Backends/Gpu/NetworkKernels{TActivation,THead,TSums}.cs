using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;

namespace TrpoGpu.Backends.Gpu;

/// <inheritdoc/>
/// <typeparam name="TActivation">Of the hidden layers.</typeparam>
/// <typeparam name="THead">The distribution.</typeparam>
/// <typeparam name="TSums">Weights a thread.</typeparam>
internal sealed class NetworkKernels<TActivation, THead, TSums>(DeviceKernels kernels) : NetworkKernels
    where TActivation : struct, IActivation
    where THead : struct, IActionDistribution
    where TSums : unmanaged, IWeightSums<TSums>
{
    private Action<AcceleratorStream, KernelConfig, ForwardArguments>? forward;
    private Action<AcceleratorStream, KernelConfig, GradientArguments>? gradient;
    private Action<AcceleratorStream, KernelConfig, FisherProductArguments>? fisherProduct;
    private Action<AcceleratorStream, KernelConfig, HeadGradientArguments>? headGradient;
    private Action<AcceleratorStream, KernelConfig, HeadMetricArguments>? headMetric;
    private Action<AcceleratorStream, KernelConfig, HeadMetricFactorArguments>? headMetricFactor;
    private Action<AcceleratorStream, KernelConfig, HeadTermsArguments>? headTerms;
    private Action<AcceleratorStream, KernelConfig, HeadActionsArguments>? headActions;

    internal override Action<AcceleratorStream, KernelConfig, ForwardArguments> Forward =>
        forward ??= kernels.Load<ForwardArguments>(FusedForward.Kernel<TActivation>);

    internal override Action<AcceleratorStream, KernelConfig, GradientArguments> Gradient =>
        gradient ??= kernels.Load<GradientArguments>(FusedGradient.Kernel<TActivation, TSums>);

    internal override Action<AcceleratorStream, KernelConfig, FisherProductArguments> FisherProduct =>
        fisherProduct ??= kernels.Load<FisherProductArguments>(FusedFisherProduct.Kernel<TActivation, THead, TSums>);

    internal override Action<AcceleratorStream, KernelConfig, HeadGradientArguments> HeadGradient =>
        headGradient ??= kernels.Load<HeadGradientArguments>(Kernels.Policy.HeadGradient.Kernel<THead>);

    internal override Action<AcceleratorStream, KernelConfig, HeadMetricArguments> HeadMetric =>
        headMetric ??= kernels.Load<HeadMetricArguments>(Kernels.Policy.HeadMetric.Kernel<THead>);

    internal override Action<AcceleratorStream, KernelConfig, HeadMetricFactorArguments> HeadMetricFactor =>
        headMetricFactor ??= kernels.Load<HeadMetricFactorArguments>(Kernels.Policy.HeadMetricFactor.Kernel<THead>);

    internal override Action<AcceleratorStream, KernelConfig, HeadTermsArguments> HeadTerms =>
        headTerms ??= kernels.Load<HeadTermsArguments>(Kernels.Policy.HeadTerms.Kernel<THead>);

    internal override Action<AcceleratorStream, KernelConfig, HeadActionsArguments> HeadActions =>
        headActions ??= kernels.Load<HeadActionsArguments>(Kernels.Policy.HeadActions.Kernel<THead>);

    internal override DenseKernels Dense { get; } = new DenseKernels<TActivation>(kernels);
}
