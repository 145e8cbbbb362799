using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Simt;

/// <summary>What reports say of a view and its elements.</summary>
internal readonly record struct ViewText(string Name, Type Element)
{
    /// <summary>Bytes of an element.</summary>
    internal int Size { get; } = (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!
        .MakeGenericMethod(Element).Invoke(null, null)!;

    /// <summary>An element as people read it, and its bits.</summary>
    internal string Value(ReadOnlySpan<byte> bytes)
    {
        string bits = "0x" + Convert.ToHexString(Reversed(bytes[..Size]));
        return Type.GetTypeCode(Element) switch
        {
            TypeCode.Single => $"{MemoryMarshal.Read<float>(bytes)} ({bits})",
            TypeCode.Double => $"{MemoryMarshal.Read<double>(bytes)} ({bits})",
            TypeCode.Int32 => $"{MemoryMarshal.Read<int>(bytes)} ({bits})",
            TypeCode.Int64 => $"{MemoryMarshal.Read<long>(bytes)} ({bits})",
            _ => bits,
        };
    }

    private static byte[] Reversed(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Array.Reverse(copy);
        return copy;
    }
}
