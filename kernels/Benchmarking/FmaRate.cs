using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Benchmarking;

/// <summary>What <see cref="FmaRate"/> reads and writes.</summary>
public struct FmaRateArguments
{
    /// <summary>Rounds of <see cref="FmaRate.StepsPerRound"/> steps.</summary>
    public int Rounds;

    /// <summary>What every step multiplies by: a half, unknown to the compiler.</summary>
    public float Factor;

    /// <summary>[4] what every step adds, a quarter each, unknown to the compiler.</summary>
    public Float4 Addend;

    /// <summary>[threads].</summary>
    public ArrayView<float> Result;
}

/// <summary>Multiplies and adds in registers as fast as it goes: the yardstick of kernels that compute.</summary>
/// <remarks>
/// <code>
/// computes  x = Factor*x + Addend, Steps times, in each of 16 chains a thread that start at different numbers
/// threads   any; a thread's chains do not wait for each other: 16 of them times the warps of a multiprocessor are
///           several times the latency of a multiply-add
/// Result    [threads]  write  the sum of the chains, so that none is left out; 8 for a half and quarters
/// numeric   fp32, each step rounded once; converges, so that nothing overflows or becomes denormal
/// cost      2*16*StepsPerRound*Rounds flop a thread
/// truth     the fixed point Addend / (1 - Factor), 16 times
/// </code>
/// </remarks>
public static class FmaRate
{
    /// <summary>Chains of a thread.</summary>
    public const int Chains = 4 * Float4.Length;

    /// <summary>Steps of every chain between two looks at the loop's counter.</summary>
    public const int StepsPerRound = 8;

    /// <summary>Floating-point operations of a launch.</summary>
    public static double Flops(long threads, int rounds) => 2.0 * Chains * StepsPerRound * threads * rounds;

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(FmaRateArguments n)
    {
        // Equal chains would be one chain to a compiler that looks.
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        Float4 a = new(thread, thread + 1, thread + 2, thread + 3);
        Float4 b = new(thread + 4, thread + 5, thread + 6, thread + 7);
        Float4 c = new(thread + 8, thread + 9, thread + 10, thread + 11);
        Float4 d = new(thread + 12, thread + 13, thread + 14, thread + 15);
        for (int round = 0; round < n.Rounds; round++)
        {
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
            Step(n, ref a, ref b, ref c, ref d);
        }

        n.Result[thread] = (Sum(a) + Sum(b)) + (Sum(c) + Sum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(FmaRateArguments n, ref Float4 a, ref Float4 b, ref Float4 c, ref Float4 d)
    {
        a = Float4.MultiplyAdd(a, n.Factor, n.Addend);
        b = Float4.MultiplyAdd(b, n.Factor, n.Addend);
        c = Float4.MultiplyAdd(c, n.Factor, n.Addend);
        d = Float4.MultiplyAdd(d, n.Factor, n.Addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Float4 x) => (x.X + x.Y) + (x.Z + x.W);
}
