using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Bytes that a row moves between memory and cores or multiprocessors where activations are kept: each number is
/// counted once, when it is read or written, and weights and sums over rows count nothing. What an implementation
/// moves besides is its own affair, and what a cache holds need not come from memory.
/// </summary>
/// <param name="Forward">Observations in, distribution parameters out.</param>
/// <param name="Gradient">Observations and samples in, the inputs of the other layers and the distribution out.</param>
/// <param name="FisherProduct">The inputs of all layers and the distribution in.</param>
/// <param name="Evaluation">Observations, samples and the old distribution in: loss and KL of a candidate.</param>
internal readonly record struct RowBytes(double Forward, double Gradient, double FisherProduct, double Evaluation)
{
    // Advantage and recorded log-probability.
    private const int SampleNumbers = 2;

    // Log-probability, reward, value, final value, end, return and length.
    private const int StepNumbers = 7;

    /// <summary>Counts those of a network.</summary>
    internal static RowBytes Of(NetworkShape shape)
    {
        int kept = 0;
        foreach (DenseShape layer in shape.Mlp.Layers)
        {
            kept += layer.I;
        }

        int distribution = shape.Head.Size.Parameters;
        int samples = shape.Head.Size.Actions + SampleNumbers;
        return new RowBytes(
            sizeof(float) * (shape.Mlp.Inputs + distribution),
            sizeof(float) * (kept + samples + distribution),
            sizeof(float) * (kept + distribution),
            sizeof(float) * (shape.Mlp.Inputs + samples + distribution));
    }

    /// <summary>Bytes of one environment step: what a rollout records of it.</summary>
    internal static double OfStep(int observationSize, int actionColumns) =>
        sizeof(float) * (observationSize + actionColumns + StepNumbers);

    /// <summary>
    /// Bytes of one row in a run of an operation; null for those that work on vectors or on another network.
    /// </summary>
    /// <param name="operation">By its name in <c>trpo bench</c>.</param>
    /// <param name="products">Fisher products of a solve.</param>
    internal double? Of(string operation, int products) => operation switch
    {
        "forward" or "forward_row" => Forward,
        "gradient" => Gradient,
        "fvp" => FisherProduct,
        "cg" => products * FisherProduct,

        // The loss at the first trial; before the step the gradient's own pass tells it.
        "update" => Gradient + (products * FisherProduct) + Evaluation,
        "ppo" => FirstOrderEpochs.Count * Gradient,
        _ => null,
    };
}
