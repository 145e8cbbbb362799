namespace TrpoGpu.Backends.Reference;

/// <summary>What a forward pass of one row leaves behind, layer by layer.</summary>
/// <param name="layers">Layers of the network.</param>
internal sealed class ReferencePass(int layers)
{
    /// <summary>Inputs[l]: what layer l reads; the observation for l = 0, activations after it.</summary>
    public double[][] Inputs { get; } = new double[layers][];

    /// <summary>
    /// PreActivations[l]: weights and bias of layer l applied; of the last layer, the network's outputs.
    /// </summary>
    public double[][] PreActivations { get; } = new double[layers][];
}
