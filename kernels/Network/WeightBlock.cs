namespace TrpoGpu.Kernels.Network;

/// <summary>
/// A block of up to eight inputs by four outputs of one layer's weights: what one thread sums over the rows. Its
/// inputs, and its outputs, are a step apart, so that neighbouring threads take neighbouring columns.
/// </summary>
/// <param name="inputColumn">Kept column of input 0.</param>
/// <param name="inputStep">Columns from one input to the next.</param>
/// <param name="inputs">Inputs, 1 to 8.</param>
/// <param name="outputColumn">Scratch column of output 0.</param>
/// <param name="outputStep">Columns from one output to the next.</param>
/// <param name="outputs">Outputs, 1 to 4.</param>
/// <param name="weight">Offset in the parameters of the weight of input 0 and output 0.</param>
/// <param name="weightStep">From the weight of one input to that of the next.</param>
public readonly struct WeightBlock(
    int inputColumn, int inputStep, int inputs, int outputColumn, int outputStep, int outputs, int weight,
    int weightStep)
{
    /// <summary>The most inputs of a block.</summary>
    public const int MaxInputs = 8;

    /// <summary>The most outputs of a block.</summary>
    public const int MaxOutputs = 4;

    /// <summary>Kept column of input 0.</summary>
    public readonly int InputColumn = inputColumn;

    /// <summary>Columns from one input to the next.</summary>
    public readonly int InputStep = inputStep;

    /// <summary>Inputs, 1 to 8.</summary>
    public readonly int Inputs = inputs;

    /// <summary>Scratch column of output 0.</summary>
    public readonly int OutputColumn = outputColumn;

    /// <summary>Columns from one output to the next.</summary>
    public readonly int OutputStep = outputStep;

    /// <summary>Outputs, 1 to 4.</summary>
    public readonly int Outputs = outputs;

    /// <summary>Offset in the parameters of the weight of input 0 and output 0.</summary>
    public readonly int Weight = weight;

    /// <summary>From the weight of one input to that of the next.</summary>
    public readonly int WeightStep = weightStep;
}
