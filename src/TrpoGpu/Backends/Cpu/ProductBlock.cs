using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What a product is added to.</summary>
internal enum ProductStart
{
    /// <summary>Nothing.</summary>
    Zero,

    /// <summary>One number a row, broadcast: a bias.</summary>
    RowValues,

    /// <summary>What the result holds.</summary>
    Result,
}

/// <summary>
/// The register block of matrix products: the one inner loop that all of the engine's multiplications run in.
/// </summary>
/// <remarks>
/// Every element of the result is one chain of fused multiply-adds in the order of the depth, so its bits
/// depend neither on the shape of the block nor on the width of the vectors. Six rows by four vectors are 24
/// sums, four vectors of lanes and one broadcast: 29 of the 32 registers of AVX-512; six by two fill the 16 of AVX2.
/// It is compiled by itself: in a caller it would use up the compiler's budget for inlining, and run at a third.
/// </remarks>
internal static unsafe class ProductBlock
{
    /// <summary>The most rows a block has.</summary>
    public const int MaxHeight = 6;

    /// <summary>Computes one block: <c>result = start + first + second</c>.</summary>
    /// <param name="first">First summand.</param>
    /// <param name="second">Second summand, added after all of the first.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="rowValues">[rows] read if the sums begin with them.</param>
    /// <param name="result">[rows, strip width].</param>
    /// <param name="stride">From one row of the result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute<TLanes, TStrip, THeight>(
        in ProductTerm first, in ProductTerm second, ProductStart start, float* rowValues, float* result,
        nint stride)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStrip : unmanaged, IStrip<TStrip, TLanes>
        where THeight : struct, IHeight
    {
        TStrip s0 = Start<TLanes, TStrip>(start, rowValues, result, stride, 0);
        TStrip s1 = THeight.Rows > 1 ? Start<TLanes, TStrip>(start, rowValues, result, stride, 1) : default;
        TStrip s2 = THeight.Rows > 2 ? Start<TLanes, TStrip>(start, rowValues, result, stride, 2) : default;
        TStrip s3 = THeight.Rows > 3 ? Start<TLanes, TStrip>(start, rowValues, result, stride, 3) : default;
        TStrip s4 = THeight.Rows > 4 ? Start<TLanes, TStrip>(start, rowValues, result, stride, 4) : default;
        TStrip s5 = THeight.Rows > 5 ? Start<TLanes, TStrip>(start, rowValues, result, stride, 5) : default;

        Add<TLanes, TStrip, THeight>(first, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5);
        Add<TLanes, TStrip, THeight>(second, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5);

        TStrip.Store(result, s0);
        if (THeight.Rows > 1)
        {
            TStrip.Store(result + (1 * stride), s1);
        }

        if (THeight.Rows > 2)
        {
            TStrip.Store(result + (2 * stride), s2);
        }

        if (THeight.Rows > 3)
        {
            TStrip.Store(result + (3 * stride), s3);
        }

        if (THeight.Rows > 4)
        {
            TStrip.Store(result + (4 * stride), s4);
        }

        if (THeight.Rows > 5)
        {
            TStrip.Store(result + (5 * stride), s5);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TStrip Start<TLanes, TStrip>(
        ProductStart start, float* rowValues, float* result, nint stride, int row)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStrip : unmanaged, IStrip<TStrip, TLanes>
    {
        if (start == ProductStart.Result)
        {
            return TStrip.Load(result + (row * stride));
        }

        return TStrip.Broadcast(start == ProductStart.RowValues ? rowValues[row] : 0f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TStrip, THeight>(
        in ProductTerm term,
        ref TStrip s0, ref TStrip s1, ref TStrip s2, ref TStrip s3, ref TStrip s4, ref TStrip s5)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStrip : unmanaged, IStrip<TStrip, TLanes>
        where THeight : struct, IHeight
    {
        float* scalars = term.Scalars;
        float* lanes = term.Lanes;
        nint rowStride = term.RowStride;
        nint depthStride = term.DepthStride;
        nint laneStride = term.LaneStride;
        for (int k = term.Depth; k > 0; k--)
        {
            TStrip strip = TStrip.Load(lanes);
            s0 = TStrip.AddProduct(TLanes.Broadcast(scalars[0]), strip, s0);
            if (THeight.Rows > 1)
            {
                s1 = TStrip.AddProduct(TLanes.Broadcast(scalars[rowStride]), strip, s1);
            }

            if (THeight.Rows > 2)
            {
                s2 = TStrip.AddProduct(TLanes.Broadcast(scalars[2 * rowStride]), strip, s2);
            }

            if (THeight.Rows > 3)
            {
                s3 = TStrip.AddProduct(TLanes.Broadcast(scalars[3 * rowStride]), strip, s3);
            }

            if (THeight.Rows > 4)
            {
                s4 = TStrip.AddProduct(TLanes.Broadcast(scalars[4 * rowStride]), strip, s4);
            }

            if (THeight.Rows > 5)
            {
                s5 = TStrip.AddProduct(TLanes.Broadcast(scalars[5 * rowStride]), strip, s5);
            }

            scalars += depthStride;
            lanes += laneStride;
        }
    }
}
