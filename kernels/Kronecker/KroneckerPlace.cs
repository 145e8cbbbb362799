namespace TrpoGpu.Kernels.Kronecker;

/// <summary>One layer's matrices and its part of a parameter vector, as kernels read them.</summary>
/// <param name="inputs">I+1: weights, then the bias.</param>
/// <param name="outputs">O.</param>
/// <param name="parameters">Offset of [I+1,O] in the parameters.</param>
/// <param name="left">Offset of [I+1,I+1] in the matrices.</param>
/// <param name="right">Offset of [O,O] in the matrices.</param>
public readonly struct KroneckerPlace(int inputs, int outputs, int parameters, int left, int right)
{
    /// <summary>I+1.</summary>
    public readonly int Inputs = inputs;

    /// <summary>O.</summary>
    public readonly int Outputs = outputs;

    /// <summary>Offset of [I+1,O] in the parameters.</summary>
    public readonly int Parameters = parameters;

    /// <summary>Offset of [I+1,I+1] in the matrices.</summary>
    public readonly int Left = left;

    /// <summary>Offset of [O,O] in the matrices.</summary>
    public readonly int Right = right;
}
