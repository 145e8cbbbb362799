using System;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// A permutation of 0..Count-1 that is computed, not stored: any row of a shuffled batch is found without memory and
/// in any order, on any device.
/// </summary>
/// <remarks>
/// A four-round Feistel network on the next even number of bits, keyed by seed and epoch; indices that fall outside
/// the count are sent through again until they fall inside, which keeps the map one-to-one (cycle walking; Black and
/// Rogaway 2002).
/// </remarks>
public readonly struct RowOrder : IEquatable<RowOrder>
{
    private readonly int halfBits;
    private readonly uint keyLow;
    private readonly uint keyHigh;

    private RowOrder(int count, int halfBits, uint keyLow, uint keyHigh)
    {
        Count = count;
        this.halfBits = halfBits;
        this.keyLow = keyLow;
        this.keyHigh = keyHigh;
    }

    /// <summary>Indices permuted.</summary>
    public int Count { get; }

    /// <summary>The index at a place of the order.</summary>
    public int this[int place] => halfBits == 0 ? place : Permute(place);

    /// <summary>Every index at its own place.</summary>
    public static RowOrder Identity(int count) => new(count, 0, 0, 0);

    /// <summary>A pseudo-random order that depends on the seed and the epoch alone.</summary>
    public static RowOrder Shuffled(int count, ulong seed, uint epoch)
    {
        int halfBits = 1;
        while ((1L << (2 * halfBits)) < count)
        {
            halfBits++;
        }

        uint low = Mix((uint)seed ^ Mix(epoch));
        uint high = Mix((uint)(seed >> 32) ^ low);
        return new RowOrder(count, halfBits, low, high);
    }

    /// <inheritdoc/>
    public bool Equals(RowOrder other) =>
        Count == other.Count && halfBits == other.halfBits && keyLow == other.keyLow && keyHigh == other.keyHigh;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowOrder other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, halfBits, keyLow, keyHigh);

    private int Permute(int place)
    {
        uint mask = (1u << halfBits) - 1;
        uint index = (uint)place;
        do
        {
            uint left = index >> halfBits;
            uint right = index & mask;
            for (uint round = 0; round < 4; round++)
            {
                uint key = ((round & 1) == 0 ? keyLow : keyHigh) + round;
                uint next = left ^ (Mix(right ^ key) & mask);
                left = right;
                right = next;
            }

            index = (left << halfBits) | right;
        }
        while (index >= (uint)Count);
        return (int)index;
    }

    // The finaliser of MurmurHash3: every input bit reaches every output bit.
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x85ebca6bu;
        x ^= x >> 13;
        x *= 0xc2b2ae35u;
        return x ^ (x >> 16);
    }
}
