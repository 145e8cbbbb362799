namespace TrpoGpu.Shapes;

/// <summary>One dense layer: its widths, and where its weights and bias lie in the flat parameter vector.</summary>
/// <param name="I">Input width.</param>
/// <param name="O">Output width.</param>
/// <param name="WeightOffset">First of the I*O weights, stored [in, out] row-major.</param>
/// <param name="BiasOffset">First of the O biases, right after the weights.</param>
public readonly record struct DenseShape(int I, int O, int WeightOffset, int BiasOffset);
