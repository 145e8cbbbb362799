namespace TrpoGpu.Kernels.Network;

/// <summary>The sizes of one dense layer and where its numbers lie, as kernels read them.</summary>
/// <param name="inputs">I.</param>
/// <param name="outputs">O.</param>
/// <param name="weights">Offset of W [I,O] in the parameters.</param>
/// <param name="bias">Offset of c [O] in the parameters.</param>
/// <param name="transposed">Offset of W' [O,I rounded up to four] in the transposed weights; of no meaning in
/// layer 1.</param>
/// <param name="inputColumn">First column of the layer's input in a kept tile.</param>
/// <param name="outputColumn">First column of the layer's output in a scratch tile.</param>
public readonly struct LayerPlace(
    int inputs, int outputs, int weights, int bias, int transposed, int inputColumn, int outputColumn)
{
    /// <summary>I.</summary>
    public readonly int Inputs = inputs;

    /// <summary>O.</summary>
    public readonly int Outputs = outputs;

    /// <summary>Offset of W [I,O] in the parameters.</summary>
    public readonly int Weights = weights;

    /// <summary>Offset of c [O] in the parameters.</summary>
    public readonly int Bias = bias;

    /// <summary>Offset of W' [O,I rounded up to four] in the transposed weights.</summary>
    public readonly int Transposed = transposed;

    /// <summary>First column of the layer's input in a kept tile.</summary>
    public readonly int InputColumn = inputColumn;

    /// <summary>First column of the layer's output in a scratch tile.</summary>
    public readonly int OutputColumn = outputColumn;
}
