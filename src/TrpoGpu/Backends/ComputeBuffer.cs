using System;

namespace TrpoGpu.Backends;

/// <summary>
/// A vector of numbers in the memory of one backend: float32, except in the reference, which keeps doubles.
/// </summary>
/// <remarks>Writing and reading copy between host and backend; <c>Read</c> waits for the backend.</remarks>
public abstract class ComputeBuffer : IDisposable
{
    private protected ComputeBuffer(ComputeBackend owner, int length)
    {
        Owner = owner;
        Length = length;
    }

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>Numbers in the buffer.</summary>
    public int Length { get; }

    /// <summary>Copies <paramref name="source"/> into the buffer from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentException">The source reaches past the end of the buffer.</exception>
    public void Write(ReadOnlySpan<float> source, int offset = 0)
    {
        CheckRange(source.Length, offset, "Write");
        WriteCore(source, offset);
    }

    /// <summary>Copies from <paramref name="offset"/> on into <paramref name="destination"/>, which it fills.</summary>
    /// <exception cref="ArgumentException">The destination asks for more than the buffer holds.</exception>
    public void Read(Span<float> destination, int offset = 0)
    {
        CheckRange(destination.Length, offset, "Read");
        ReadCore(destination, offset);
    }

    /// <summary>The whole buffer as a new array.</summary>
    public float[] ReadArray()
    {
        float[] values = new float[Length];
        ReadCore(values, 0);
        return values;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected abstract void WriteCore(ReadOnlySpan<float> source, int offset);

    private protected abstract void ReadCore(Span<float> destination, int offset);

    private void CheckRange(int count, int offset, string operation)
    {
        if (offset < 0 || count > Length - offset)
        {
            throw new ArgumentException(
                $"{operation}: {count} numbers at offset {offset} do not fit in a buffer of {Length}.");
        }
    }
}
