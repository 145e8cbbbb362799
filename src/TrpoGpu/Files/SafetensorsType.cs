namespace TrpoGpu.Files;

/// <summary>The element types of a safetensors file, in the order in which its writers sort them.</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Floating point, 8 bits, 5 of them exponent.</summary>
    F8E5M2,

    /// <summary>Floating point, 8 bits, 4 of them exponent.</summary>
    F8E4M3,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Floating point, 16 bits, 5 of them exponent.</summary>
    F16,

    /// <summary>Floating point, 16 bits, 8 of them exponent.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Floating point, 32 bits.</summary>
    F32,

    /// <summary>Floating point, 64 bits.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}
