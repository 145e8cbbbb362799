using System;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
namespace TrpoGpu.Backends.Gpu;
#pragma warning disable
internal sealed class WideNetwork : GpuNetwork {
    internal WideNetwork(GpuBackend backend, NetworkLayout layout, NetworkKernels kernels, int tiles) => throw new NotImplementedException();
    internal override (ArrayView<float> Tiles, int Columns, int Column) OutputGradient => default;
    internal override void Forward(in NetworkPlan plan, ArrayView<float> parameters, ArrayView<Float4> input, int inputColumns, ArrayView<Float4> distribution, bool keep) {}
    internal override void Backward(in NetworkPlan plan) {}
    internal override void FisherProduct(in NetworkPlan plan, ArrayView<float> parameters, ArrayView<float> direction) {}
    internal override void Dispose() {}
}
