using System;
using System.Globalization;
using System.Linq;

namespace TrpoGpu.Shapes;

/// <summary>
/// The shape of a multilayer perceptron: widths from input to output and the hidden activation.
/// Fixes where every weight lies in the flat parameter vector of length <see cref="ParameterCount"/>.
/// </summary>
public sealed class MlpShape : IEquatable<MlpShape>
{
    private readonly int[] widths;
    private readonly DenseShape[] layers;

    /// <summary>Creates a shape.</summary>
    /// <param name="widths">Input width, hidden widths, output width: at least two, all positive.</param>
    /// <param name="activation">Activation of the hidden layers.</param>
    /// <exception cref="ArgumentException">Fewer than two widths, a width below one, or more than 2^31-1
    /// parameters.</exception>
    public MlpShape(ReadOnlySpan<int> widths, ActivationKind activation)
    {
        if (widths.Length < 2)
        {
            throw new ArgumentException(
                $"MlpShape: {widths.Length} widths, expected at least 2: input and output.", nameof(widths));
        }

        this.widths = widths.ToArray();
        Activation = activation;
        layers = new DenseShape[widths.Length - 1];
        long offset = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            int inputs = widths[l];
            int outputs = widths[l + 1];
            if (inputs < 1 || outputs < 1)
            {
                throw new ArgumentException(
                    $"MlpShape: width {Math.Min(inputs, outputs)} in {string.Join('-', this.widths)}, " +
                    "expected every width to be at least 1.", nameof(widths));
            }

            long weights = (long)inputs * outputs;
            if (offset + weights + outputs > int.MaxValue)
            {
                throw new ArgumentException(
                    $"MlpShape: {string.Join('-', this.widths)} has more than {int.MaxValue} parameters.",
                    nameof(widths));
            }

            layers[l] = new DenseShape(inputs, outputs, (int)offset, (int)(offset + weights));
            offset += weights + outputs;
        }

        ParameterCount = (int)offset;
    }

    /// <summary>Activation of the hidden layers.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Widths from input to output.</summary>
    public ReadOnlySpan<int> Widths => widths;

    /// <summary>The dense layers from input to output.</summary>
    public ReadOnlySpan<DenseShape> Layers => layers;

    /// <summary>Width of the input.</summary>
    public int Inputs => widths[0];

    /// <summary>Width of the output.</summary>
    public int Outputs => widths[^1];

    /// <summary>Weights and biases of all layers.</summary>
    public int ParameterCount { get; }

    /// <summary>Reads a shape such as <c>17-64-64-6</c>.</summary>
    /// <exception cref="FormatException">The text is not widths joined by hyphens.</exception>
    public static MlpShape Parse(string text, ActivationKind activation)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('-');
        int[] widths = new int[parts.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            if (!int.TryParse(parts[k], NumberStyles.None, CultureInfo.InvariantCulture, out widths[k]))
            {
                throw new FormatException(
                    $"MlpShape: '{parts[k]}' in '{text}' is not a width. Expected widths joined by hyphens, " +
                    "as in 17-64-64-6.");
            }
        }

        return new MlpShape(widths, activation);
    }

    /// <inheritdoc/>
    public bool Equals(MlpShape? other) =>
        other is not null && Activation == other.Activation && widths.AsSpan().SequenceEqual(other.widths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MlpShape);

    /// <inheritdoc/>
    public override int GetHashCode() => widths.Aggregate((int)Activation, HashCode.Combine);

    /// <summary>The widths joined by hyphens, then the activation.</summary>
    public override string ToString() => $"{string.Join('-', widths)} {Activation.ToString().ToLowerInvariant()}";
}
