using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A problem that PyTorch solved in double precision; tests/Golden/peers/README.md says how it was made.
/// </summary>
internal sealed class GoldenPeer
{
    private GoldenPeer(JsonElement file)
    {
        string widths = file.GetProperty("shape").GetString()!;
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        Shape = new NetworkShape(mlp, HeadShape.DiagonalGaussian(mlp.Widths[^1]));
        Rows = file.GetProperty("rows").GetInt32();
        Parameters = Numbers(file, "parameters");
        Observations = Numbers(file, "observations");
        Actions = Numbers(file, "actions");
        Advantages = Numbers(file, "advantages");
        LogProbabilities = Numbers(file, "log_probabilities");
        Direction = Numbers(file, "direction");
        Gradient = Numbers(file, "gradient");
        Product = Numbers(file, "product");
    }

    public NetworkShape Shape { get; }

    public int Rows { get; }

    /// <summary>[P].</summary>
    public double[] Parameters { get; }

    /// <summary>[B,I].</summary>
    public double[] Observations { get; }

    /// <summary>[B,Actions].</summary>
    public double[] Actions { get; }

    /// <summary>[B].</summary>
    public double[] Advantages { get; }

    /// <summary>[B] those of another policy: the ratios are not 1.</summary>
    public double[] LogProbabilities { get; }

    /// <summary>[P] v.</summary>
    public double[] Direction { get; }

    /// <summary>[P] of the surrogate loss, backpropagated.</summary>
    public double[] Gradient { get; }

    /// <summary>[P] F v by double backpropagation.</summary>
    public double[] Product { get; }

    public static GoldenPeer Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "peers", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return new GoldenPeer(document.RootElement);
    }

    private static double[] Numbers(JsonElement file, string name) =>
        [.. file.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
