using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>Four 32-bit words: the counter of the generator, and what it makes of it.</summary>
public readonly struct PhiloxBlock(uint x0, uint x1, uint x2, uint x3)
{
    /// <summary>Word 0.</summary>
    public uint X0 { get; } = x0;

    /// <summary>Word 1.</summary>
    public uint X1 { get; } = x1;

    /// <summary>Word 2.</summary>
    public uint X2 { get; } = x2;

    /// <summary>Word 3.</summary>
    public uint X3 { get; } = x3;
}

/// <summary>
/// The counter-based generator Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3" (2011): random words as a pure function of their coordinates.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;

    // Multipliers and key increments of the paper; the increments are the golden ratio and sqrt 3 - 1, times
    // 2^32.
    private const ulong Multiplier0 = 0xD2511F53;
    private const ulong Multiplier1 = 0xCD9E8D57;
    private const uint Increment0 = 0x9E3779B9;
    private const uint Increment1 = 0xBB67AE85;

    /// <summary>
    /// Four words, each uniform over all 2^32 values, for a counter and a key of two words.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Generate(PhiloxBlock counter, uint key0, uint key1)
    {
        uint x0 = counter.X0;
        uint x1 = counter.X1;
        uint x2 = counter.X2;
        uint x3 = counter.X3;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = Multiplier0 * x0;
            ulong product1 = Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += Increment0;
            key1 += Increment1;
        }

        return new PhiloxBlock(x0, x1, x2, x3);
    }
}
