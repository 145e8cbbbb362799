using System;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Simt;

/// <summary>What fresh memory holds: a word that no kernel writes, to be recognised where it turns up.</summary>
internal static unsafe class Poison
{
    private const uint NotANumber = 0x7FED0000;     // a quiet NaN: spreads through sums
    private const uint Huge = 0x7EED0000;           // 1.6e38: wins a maximum, where a NaN would lose it
    private const uint Moderate = 0x45ED0000;       // 7.6e3: changes when something is added, as neither of those would

    /// <summary>A word for shared memory: a NaN for an even number, a huge number for an odd one.</summary>
    internal static uint SharedWord(ulong seed, int number) =>
        ((number & 1) == 0 ? NotANumber : Huge) | Tail(seed, number);

    /// <summary>The word in fresh device memory.</summary>
    internal static uint DeviceWord(ulong seed) => NotANumber | Tail(seed, -1);

    /// <summary>The word that takes its place to see whether it matters.</summary>
    internal static uint OtherDeviceWord(ulong seed) => Moderate | Tail(seed, -2);

    internal static void Fill(void* first, long bytes, uint word)
    {
        // Whole words: what is poisoned was allocated in multiples of them.
        for (long begun = 0; begun < bytes; begun += 1 << 30)
        {
            int part = (int)Math.Min(1 << 30, bytes - begun);
            new Span<uint>((byte*)first + begun, (part + 3) / 4).Fill(word);
        }
    }

    /// <summary>The whole words that lie in some bytes.</summary>
    internal static Span<uint> Words(Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            int skip = Math.Min(bytes.Length, (int)(-(nint)first & 3));
            return MemoryMarshal.Cast<byte, uint>(bytes[skip..]);
        }
    }

    private static uint Tail(ulong seed, int number) => (ushort)new Permuter(seed + (ulong)(number + 2)).Next();
}
