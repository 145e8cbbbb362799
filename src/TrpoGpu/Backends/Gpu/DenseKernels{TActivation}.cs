using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Dense;
using TrpoGpu.Kernels.Launch;

namespace TrpoGpu.Backends.Gpu;

/// <inheritdoc/>
/// <typeparam name="TActivation">Of the hidden layers.</typeparam>
internal sealed class DenseKernels<TActivation>(DeviceKernels kernels) : DenseKernels(kernels)
    where TActivation : struct, IActivation
{
    private Action<AcceleratorStream, KernelConfig, DenseForwardArguments>? forward;
    private Action<AcceleratorStream, KernelConfig, DenseForwardArguments>? forwardOfFew;
    private Action<AcceleratorStream, KernelConfig, DenseTangentArguments>? tangent;
    private Action<AcceleratorStream, KernelConfig, DenseTangentArguments>? tangentOfFew;
    private Action<AcceleratorStream, KernelConfig, DenseBackwardInputArguments>? backwardInput;

    internal override Action<AcceleratorStream, KernelConfig, DenseForwardArguments> Forward =>
        forward ??= Load<DenseForwardArguments>(DenseForward.Kernel<TActivation>);

    internal override Action<AcceleratorStream, KernelConfig, DenseForwardArguments> ForwardOfFew =>
        forwardOfFew ??= Load<DenseForwardArguments>(DenseForward.FewOutputsKernel<TActivation>);

    internal override Action<AcceleratorStream, KernelConfig, DenseTangentArguments> Tangent =>
        tangent ??= Load<DenseTangentArguments>(DenseTangent.Kernel<TActivation>);

    internal override Action<AcceleratorStream, KernelConfig, DenseTangentArguments> TangentOfFew =>
        tangentOfFew ??= Load<DenseTangentArguments>(DenseTangent.FewOutputsKernel<TActivation>);

    internal override Action<AcceleratorStream, KernelConfig, DenseBackwardInputArguments> BackwardInput =>
        backwardInput ??= Load<DenseBackwardInputArguments>(DenseBackwardInput.Kernel<TActivation>);
}
