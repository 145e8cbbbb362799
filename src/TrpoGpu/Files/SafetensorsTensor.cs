using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TrpoGpu.Files;

/// <summary>A named array in a safetensors file: row-major, little-endian.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(
        string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The sizes, slowest first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Copies <paramref name="values"/> into a tensor.</summary>
    /// <param name="name">Its name, unique in the file.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The sizes, slowest first; none for a single number.</param>
    /// <exception cref="ArgumentException">The product of the shape is not the number of values.</exception>
    /// <exception cref="NotSupportedException">No element type is a <typeparamref name="T"/>.</exception>
    public static SafetensorsTensor Create<T>(
        string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        SafetensorsType type = SafetensorsTypes.Of<T>();
        long count = 1;
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = checked(count * size);
        }

        if (count != values.Length)
        {
            throw new ArgumentException(
                $"Safetensors: tensor {name} got {values.Length} values, expected {count} for its shape " +
                $"[{string.Join(", ", shape.ToArray())}].", nameof(values));
        }

        RequireLittleEndian();
        return new SafetensorsTensor(name, type, shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>The elements in a new array.</summary>
    /// <exception cref="InvalidOperationException">They are not of type <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (SafetensorsTypes.Of<T>() != Type)
        {
            throw new InvalidOperationException(
                $"Safetensors: tensor {Name} holds {Type}, not {typeof(T).Name}.");
        }

        RequireLittleEndian();
        return MemoryMarshal.Cast<byte, T>(Bytes.Span).ToArray();
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException(
                "Safetensors: this processor stores numbers big end first.");
        }
    }
}
