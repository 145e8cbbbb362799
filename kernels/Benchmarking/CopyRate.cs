using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Benchmarking;

/// <summary>What <see cref="CopyRate"/> reads and writes.</summary>
public struct CopyRateArguments
{
    /// <summary>16-byte words; at most <see cref="CopyRate.MostWords"/>.</summary>
    public int Words;

    /// <summary>[Words].</summary>
    public ArrayView<Float4> Source;

    /// <summary>[Words].</summary>
    public ArrayView<Float4> Target;
}

/// <summary>Copies memory as fast as it goes: the yardstick of kernels that wait for memory.</summary>
/// <remarks>
/// <code>
/// computes  target[i] = source[i]
/// threads   any number of groups; thread t of G takes words t, t + G, t + 2 G, ..., four of them in flight
/// Source    [Words]  read
/// Target    [Words]  write
/// needs     Words at most MostWords, so that no index overflows; far more than caches hold, to measure memory
/// cost      32*Words bytes
/// truth     the assignment above
/// </code>
/// </remarks>
public static class CopyRate
{
    /// <summary>The most words.</summary>
    public const int MostWords = 1 << 28;

    // Loads that a thread has under way at once: fewer leave the memory idle on devices with few threads.
    private const int InFlight = 4;

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(CopyRateArguments n)
    {
        int threads = Grid.DimX * Group.DimX;
        int i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        for (; i + ((InFlight - 1) * threads) < n.Words; i += InFlight * threads)
        {
            Float4 a = n.Source[i];
            Float4 b = n.Source[i + threads];
            Float4 c = n.Source[i + (2 * threads)];
            Float4 d = n.Source[i + (3 * threads)];
            n.Target[i] = a;
            n.Target[i + threads] = b;
            n.Target[i + (2 * threads)] = c;
            n.Target[i + (3 * threads)] = d;
        }

        for (; i < n.Words; i += threads)
        {
            n.Target[i] = n.Source[i];
        }
    }
}
