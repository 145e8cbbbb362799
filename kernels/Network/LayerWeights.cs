using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>A matrix of weights, four neighbouring outputs at a time.</summary>
public interface ILayerWeights
{
    /// <summary>Weights of one input to the outputs 4 * <paramref name="quad"/> and the three after it.</summary>
    Float4 this[int input, int quad] { get; }
}

/// <summary>Weights whose rows are whole 16-byte words.</summary>
/// <param name="words">Memory.</param>
/// <param name="first">Word of input 0 and outputs 0 to 3.</param>
/// <param name="stride">Words a row.</param>
public readonly struct WordWeights(ArrayView<Float4> words, int first, int stride) : ILayerWeights
{
    private readonly ArrayView<Float4> words = words;
    private readonly int first = first;
    private readonly int stride = stride;

    /// <inheritdoc/>
    public Float4 this[int input, int quad] => words[first + (input * stride) + quad];
}

/// <summary>Weights with rows of any length; an output beyond the last is the last.</summary>
/// <param name="numbers">Memory.</param>
/// <param name="first">Weight of input 0 and output 0.</param>
/// <param name="outputs">O.</param>
public readonly struct NumberWeights(ArrayView<float> numbers, int first, int outputs) : ILayerWeights
{
    private readonly ArrayView<float> numbers = numbers;
    private readonly int first = first;
    private readonly int outputs = outputs;

    /// <inheritdoc/>
    public Float4 this[int input, int quad]
    {
        get
        {
            int row = first + (input * outputs);
            int last = outputs - 1;
            int o = quad * Float4.Length;
            return new Float4(
                numbers[row + o],
                numbers[row + (o + 1 < last ? o + 1 : last)],
                numbers[row + (o + 2 < last ? o + 2 : last)],
                numbers[row + (o + 3 < last ? o + 3 : last)]);
        }
    }
}
