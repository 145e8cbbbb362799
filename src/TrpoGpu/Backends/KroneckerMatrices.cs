using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <summary>
/// A matrix over parameter vectors that is a Kronecker product in every layer, in the memory of one backend:
/// <c>Y_l = Left_l X_l Right_l'</c> for the [I+1,O] weights and bias X_l of a layer, and a factor for each free
/// parameter.
/// </summary>
public abstract class KroneckerMatrices : IDisposable
{
    private protected KroneckerMatrices(ComputeBackend owner, KroneckerLayout layout)
    {
        Owner = owner;
        Layout = layout;
    }

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>
    /// Where <see cref="Write"/> takes what from: Left_l from the input side of a layer, Right_l from its output side.
    /// </summary>
    public KroneckerLayout Layout { get; }

    /// <summary>Replaces all matrices; a backend in single precision rounds each number once.</summary>
    /// <param name="source">In <see cref="Layout"/>; may be overwritten once this returns.</param>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public void Write(ReadOnlySpan<double> source)
    {
        if (source.Length != Layout.Length)
        {
            throw new ArgumentException(
                $"Write: {source.Length} numbers, expected those of the matrices of {Layout.Network}: " +
                $"{Layout.Length}.", nameof(source));
        }

        WriteCore(source);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected abstract void WriteCore(ReadOnlySpan<double> source);
}
