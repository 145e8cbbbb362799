using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// The weights of a layer where they lie among the parameters: as 16-byte words if their rows are such, number by
/// number if not. An output beyond the last is the last.
/// </summary>
/// <remarks>Every thread of a launch takes the same side of the choice, once for the panel that it fetches.</remarks>
/// <param name="numbers">The parameters.</param>
/// <param name="layer">The layer.</param>
public readonly struct DenseWeights(ArrayView<float> numbers, LayerPlace layer) : ILayerWeights
{
    private readonly bool hasWords = LayerProduct.HasWords(layer);
    private readonly WordWeights words = new(
        numbers.Cast<Float4>(), layer.Weights / Float4.Length, layer.Outputs / Float4.Length);

    private readonly NumberWeights scalars = new(numbers, layer.Weights, layer.Outputs);

    /// <inheritdoc/>
    public Float4 this[int input, int quad] => hasWords ? words[input, quad] : scalars[input, quad];
}
