using System;

namespace ILGPU.Runtime.Simt;

/// <summary>Random numbers for orders and garbage, the same for the same seed (splitmix64).</summary>
internal struct Permuter(ulong seed)
{
    private ulong state = seed;

    internal ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    internal void Permute(Span<int> numbers)
    {
        for (int k = numbers.Length - 1; k > 0; k--)
        {
            int other = (int)(Next() % (ulong)(k + 1));
            (numbers[k], numbers[other]) = (numbers[other], numbers[k]);
        }
    }
}
