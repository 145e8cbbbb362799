using System;

namespace TrpoGpu.Files;

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsTypes
{
    // In the order of the enumeration.
    private static readonly string[] Names =
    [
        "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3",
        "I16", "U16", "F16", "BF16",
        "I32", "U32", "F32",
        "F64", "I64", "U64",
    ];

    /// <summary>The name in the file.</summary>
    internal static string NameOf(SafetensorsType type) => Names[(int)type];

    /// <summary>Finds the type with a name.</summary>
    internal static bool TryFind(string name, out SafetensorsType type)
    {
        int index = Array.IndexOf(Names, name);
        type = index >= 0 ? (SafetensorsType)index : default;
        return index >= 0;
    }

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(SafetensorsType type) => type switch
    {
        < SafetensorsType.I16 => 1,
        < SafetensorsType.I32 => 2,
        < SafetensorsType.F64 => 4,
        _ => 8,
    };

    /// <summary>The type that stores <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No element type is a <typeparamref name="T"/>.</exception>
    internal static SafetensorsType Of<T>()
        where T : unmanaged
    {
        return default(T) switch
        {
            float => SafetensorsType.F32,
            double => SafetensorsType.F64,
            long => SafetensorsType.I64,
            ulong => SafetensorsType.U64,
            int => SafetensorsType.I32,
            uint => SafetensorsType.U32,
            byte => SafetensorsType.U8,
            _ => throw new NotSupportedException(
                $"Safetensors: no tensor of {typeof(T).Name}; use float, double, (u)long, (u)int, byte."),
        };
    }
}
