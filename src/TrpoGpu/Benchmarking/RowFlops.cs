using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Floating-point operations of the matrix products of one row, two for a multiply-add (kernels/README.md, section on
/// the network): what an operation has to do, whatever an implementation does besides.
/// </summary>
/// <param name="Forward">Of a forward pass: I*O multiply-adds a layer.</param>
/// <param name="Gradient">Of a forward and a backward pass: 2 I*O in the first layer, 3 in the others.</param>
/// <param name="FisherProduct">Of a Fisher product with kept activations: 2 I*O and 4.</param>
/// <param name="KroneckerFactors">
/// Of the Kronecker factors with kept activations: (I + 1)^2 in every layer; for each network output O^2, and I*O in
/// all layers but the first. Of a symmetric matrix both triangles are counted.
/// </param>
internal readonly record struct RowFlops(
    double Forward, double Gradient, double FisherProduct, double KroneckerFactors)
{
    /// <summary>Counts those of a perceptron.</summary>
    public static RowFlops Of(MlpShape mlp)
    {
        double first = 0;
        double others = 0;
        double factors = 0;
        foreach (DenseShape layer in mlp.Layers)
        {
            double flops = 2.0 * layer.I * layer.O;
            first += layer.WeightOffset == 0 ? flops : 0;
            others += layer.WeightOffset == 0 ? 0 : flops;
            factors += 2.0 * (((layer.I + 1.0) * (layer.I + 1)) + ((double)mlp.Outputs * layer.O * layer.O));
        }

        return new RowFlops(
            first + others, (2 * first) + (3 * others), (2 * first) + (4 * others), factors + (mlp.Outputs * others));
    }
}
