using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The sweeps of one network over the tiles of a plan: what narrow and wide networks do differently.</summary>
internal abstract class GpuNetwork
{
    /// <summary>
    /// Where gradients with respect to the distribution parameters are expected before <see cref="Backward"/>:
    /// [tiles,Columns,64], from a column on.
    /// </summary>
    internal abstract (ArrayView<float> Tiles, int Columns, int Column) OutputGradient { get; }

    /// <summary>Distribution parameters of every row.</summary>
    /// <param name="plan">The tiles.</param>
    /// <param name="parameters">[P].</param>
    /// <param name="input">[tiles,inputColumns,64] from the plan's first tile on; the first columns are it.</param>
    /// <param name="inputColumns">Columns of an input tile.</param>
    /// <param name="distribution">[tiles,A,64] write; tile 0 is the batch's first.</param>
    /// <param name="keep">Whether the kept tiles take the hidden layers.</param>
    internal abstract void Forward(
        in NetworkPlan plan, ArrayView<float> parameters, ArrayView<Float4> input, int inputColumns,
        ArrayView<Float4> distribution, bool keep);

    /// <summary>Partial gradients from <see cref="OutputGradient"/>.</summary>
    internal abstract void Backward(in NetworkPlan plan);

    /// <summary>Partial Fisher products.</summary>
    internal abstract void FisherProduct(
        in NetworkPlan plan, in FisherSamples samples, ArrayView<float> parameters, ArrayView<float> direction);

    /// <summary>Frees what the sweeps keep.</summary>
    internal abstract void Dispose();
}
