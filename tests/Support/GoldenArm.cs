using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A problem that somebody else's code solved; tests/Golden/arm-fvp/README.md says whose, and what is in it.
/// </summary>
internal sealed class GoldenArm
{
    private const int Actions = 3;
    private const int Inputs = 15;

    private GoldenArm(double[][] model, double[][] data, double[][] product, double[][] solve)
    {
        Parameters = Column(model, 0);
        Means = Flatten(data, 0, Actions);
        Observations = Flatten(data, 2 * Actions, Inputs);
        ActionsTaken = Flatten(data, (2 * Actions) + Inputs, Actions);
        Advantages = Column(data, (3 * Actions) + Inputs);
        Direction = Column(product, 0);
        DampedProduct = Column(product, 1);
        PolicyGradient = Column(solve, 0);
        Solution = Column(solve, 1);
    }

    /// <summary>
    /// The multiple of the identity in <see cref="DampedProduct"/> and behind <see cref="Solution"/>.
    /// </summary>
    public const double Damping = 0.1;

    /// <summary>Conjugate-gradient iterations behind <see cref="Solution"/>.</summary>
    public const int Iterations = 10;

    public static NetworkShape Shape { get; } = new(
        MlpShape.Parse("15-16-16-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(Actions));

    public int Rows => Advantages.Length;

    /// <summary>[P].</summary>
    public double[] Parameters { get; }

    /// <summary>[B,3] what the network gives.</summary>
    public double[] Means { get; }

    /// <summary>[B,15].</summary>
    public double[] Observations { get; }

    /// <summary>[B,3].</summary>
    public double[] ActionsTaken { get; }

    /// <summary>[B].</summary>
    public double[] Advantages { get; }

    /// <summary>[P] v.</summary>
    public double[] Direction { get; }

    /// <summary>[P] F v + 0.1 v.</summary>
    public double[] DampedProduct { get; }

    /// <summary>[P] b = mean(advantage * d log pi(a|s)).</summary>
    public double[] PolicyGradient { get; }

    /// <summary>[P] x after ten iterations on (F + 0.1 I) x = b from zero.</summary>
    public double[] Solution { get; }

    public static GoldenArm Read()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Golden", "arm-fvp");
        return new GoldenArm(
            Table(File.OpenRead(Path.Combine(folder, "ArmTestModel.txt"))),
            Table(new GZipStream(
                File.OpenRead(Path.Combine(folder, "ArmTestData.txt.gz")), CompressionMode.Decompress)),
            Table(File.OpenRead(Path.Combine(folder, "ArmTestFVP.txt"))),
            Table(File.OpenRead(Path.Combine(folder, "ArmTestCG.txt"))));
    }

    private static double[][] Table(Stream stream)
    {
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static double[] Column(double[][] table, int column) =>
        Array.ConvertAll(table, row => row[column]);

    private static double[] Flatten(double[][] table, int first, int count) =>
        [.. table.SelectMany(row => row[first..(first + count)])];
}
