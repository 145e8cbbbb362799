using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Dense;
using TrpoGpu.Kernels.Launch;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// The kernels of one layer of a wide network, each compiled when it is first asked for: the last layer's have no
/// activation, and a layer with few outputs has kernels of its own.
/// </summary>
internal abstract class DenseKernels(DeviceKernels kernels)
{
    private Action<AcceleratorStream, KernelConfig, DenseForwardArguments>? lastForward;
    private Action<AcceleratorStream, KernelConfig, DenseForwardArguments>? lastForwardOfFew;
    private Action<AcceleratorStream, KernelConfig, DenseTangentArguments>? lastTangent;
    private Action<AcceleratorStream, KernelConfig, DenseTangentArguments>? lastTangentOfFew;
    private Action<AcceleratorStream, KernelConfig, DenseBackwardWeightArguments>? backwardWeight;

    /// <summary>See <see cref="DenseForward.Kernel"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, DenseForwardArguments> Forward { get; }

    /// <summary>See <see cref="DenseForward.FewOutputsKernel"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, DenseForwardArguments> ForwardOfFew { get; }

    /// <summary>See <see cref="DenseTangent.Kernel"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, DenseTangentArguments> Tangent { get; }

    /// <summary>See <see cref="DenseTangent.FewOutputsKernel"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, DenseTangentArguments> TangentOfFew { get; }

    /// <summary>See <see cref="DenseBackwardInput"/>.</summary>
    internal abstract Action<AcceleratorStream, KernelConfig, DenseBackwardInputArguments> BackwardInput { get; }

    /// <summary>See <see cref="DenseForward.Kernel"/>.</summary>
    internal Action<AcceleratorStream, KernelConfig, DenseForwardArguments> LastForward =>
        lastForward ??= Load<DenseForwardArguments>(DenseForward.Kernel<Identity>);

    /// <summary>See <see cref="DenseForward.FewOutputsKernel"/>.</summary>
    internal Action<AcceleratorStream, KernelConfig, DenseForwardArguments> LastForwardOfFew =>
        lastForwardOfFew ??= Load<DenseForwardArguments>(DenseForward.FewOutputsKernel<Identity>);

    /// <summary>See <see cref="DenseTangent.LastKernel"/>.</summary>
    internal Action<AcceleratorStream, KernelConfig, DenseTangentArguments> LastTangent =>
        lastTangent ??= Load<DenseTangentArguments>(DenseTangent.LastKernel);

    /// <summary>See <see cref="DenseTangent.LastFewOutputsKernel"/>.</summary>
    internal Action<AcceleratorStream, KernelConfig, DenseTangentArguments> LastTangentOfFew =>
        lastTangentOfFew ??= Load<DenseTangentArguments>(DenseTangent.LastFewOutputsKernel);

    /// <summary>See <see cref="DenseBackwardWeight"/>.</summary>
    internal Action<AcceleratorStream, KernelConfig, DenseBackwardWeightArguments> BackwardWeight =>
        backwardWeight ??= Load<DenseBackwardWeightArguments>(DenseBackwardWeight.Kernel);

    private protected Action<AcceleratorStream, KernelConfig, TArguments> Load<TArguments>(Action<TArguments> kernel)
        where TArguments : struct => kernels.Load(kernel);
}
