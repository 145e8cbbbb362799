using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Models;

/// <summary>A network with its parameters in the memory of one backend: a policy or a value function.</summary>
public sealed class Network : IDisposable
{
    /// <summary>Allocates a network and initialises its parameters.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="shape">Widths, activation, head.</param>
    /// <param name="initialization">How.</param>
    /// <param name="seed">Of the weights.</param>
    public Network(ComputeBackend backend, NetworkShape shape, NetworkInitialization initialization, ulong seed)
        : this(backend, shape, initialization.Create(shape, seed))
    {
    }

    /// <summary>Allocates a network with given parameters.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="shape">Widths, activation, head.</param>
    /// <param name="parameters">[P].</param>
    /// <exception cref="ArgumentException">The number of parameters is not the shape's.</exception>
    public Network(ComputeBackend backend, NetworkShape shape, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shape);
        if (parameters.Length != shape.ParameterCount)
        {
            throw new ArgumentException(
                $"Network: {parameters.Length} parameters, expected P = {shape.ParameterCount} for {shape}.",
                nameof(parameters));
        }

        Shape = shape;
        Parameters = backend.Allocate(parameters);
    }

    /// <summary>Widths, activation, head.</summary>
    public NetworkShape Shape { get; }

    /// <summary>[P].</summary>
    public ComputeBuffer Parameters { get; }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();
}
