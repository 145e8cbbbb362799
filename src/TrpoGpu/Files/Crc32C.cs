using System;
using System.Buffers.Binary;
using System.Numerics;

namespace TrpoGpu.Files;

/// <summary>The Castagnoli cyclic redundancy check, as TensorBoard's record files use it.</summary>
internal static class Crc32C
{
    private const int MaskRotation = 15;
    private const uint MaskOffset = 0xA282EAD8;

    /// <summary>The check of <paramref name="bytes"/>: 0xE3069283 for the nine digits "123456789".</summary>
    internal static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>The check, masked: a check of data that itself holds checks would be weak.</summary>
    internal static uint ComputeMasked(ReadOnlySpan<byte> bytes) =>
        BitOperations.RotateRight(Compute(bytes), MaskRotation) + MaskOffset;
}
