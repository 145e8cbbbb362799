using System;

namespace TrpoGpu.Shapes;

/// <summary>A perceptron with a head: all that a backend needs to know of a policy or a value function.</summary>
public sealed class NetworkShape : IEquatable<NetworkShape>
{
    /// <summary>Creates a shape.</summary>
    /// <exception cref="ArgumentException">The perceptron's outputs are not what the head takes.</exception>
    public NetworkShape(MlpShape mlp, HeadShape head)
    {
        ArgumentNullException.ThrowIfNull(mlp);
        if (mlp.Outputs != head.Size.NetworkOutputs)
        {
            throw new ArgumentException(
                $"NetworkShape: the perceptron {mlp} has {mlp.Outputs} outputs, expected {head.Size.NetworkOutputs} " +
                $"for the head {head.Kind}.", nameof(mlp));
        }

        Mlp = mlp;
        Head = head;
    }

    /// <summary>The perceptron.</summary>
    public MlpShape Mlp { get; }

    /// <summary>What its outputs mean.</summary>
    public HeadShape Head { get; }

    /// <summary>P: weights and biases layer by layer, then the head's free parameters.</summary>
    public int ParameterCount => Mlp.ParameterCount + Head.Size.FreeParameters;

    /// <inheritdoc/>
    public bool Equals(NetworkShape? other) => other is not null && Mlp.Equals(other.Mlp) && Head.Equals(other.Head);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mlp, Head);

    /// <summary>Perceptron, head and number of parameters.</summary>
    public override string ToString() => $"{Mlp}, {Head.Kind} ({ParameterCount} parameters)";
}
