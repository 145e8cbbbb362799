using System;
using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>The one product that wide networks are made of: two tiles by 64 outputs a group.</summary>
/// <remarks>
/// <code>
/// computes  z[o,r] = start[o] + sum_i x[i,r]*w[i,o], then what the output makes of it
/// threads   8 rows by 8 outputs each; two panels of 8 inputs in shared memory, 12 KB: one is read while the next
///           travels from device memory into registers and then into the other
/// needs     groups of at most DensePlace.Blocks threads
/// numeric   fp32, one chain of fused multiply-adds, i ascending: its bits are those of LayerProduct
/// cost      2*B*I*O flop; 24 bytes from L2 a 512 flop
/// </code>
/// </remarks>
public static class DenseProduct
{
    /// <summary>Words of shared memory that a product needs.</summary>
    public const int SharedWords = 2 * PanelWords;

    private const int Depth = DenseTerm<WordWeights>.Depth;
    private const int RowQuads = DenseTerm<WordWeights>.RowQuads;
    private const int RowWords = DenseTerm<WordWeights>.RowWords;
    private const int WeightWords = DenseTerm<WordWeights>.WeightWords;
    private const int PanelWords = RowWords + WeightWords;

    /// <summary>A thread's sums at their start: a bias a column.</summary>
    public static DenseBlock Start(ArrayView<float> bias, int first, int outputs, in DensePlace place) => new(
        LayerProduct.Start(bias, first, outputs, Math.Min(place.Left, place.LastQuad)),
        LayerProduct.Start(bias, first, outputs, Math.Min(place.Right, place.LastQuad)));

    /// <summary>A thread's sums at their start: zero.</summary>
    public static DenseBlock Zero() => new(RowBlock.Of(Float4.Of(0f)), RowBlock.Of(Float4.Of(0f)));

    /// <summary>Adds the products of one term to a thread's sums. All threads of a group take part.</summary>
    public static DenseBlock Add<TWeights>(
        DenseBlock sum, DenseTerm<TWeights> term, in DensePlace place, ArrayView<Float4> shared)
        where TWeights : struct, ILayerWeights
    {
        Put(shared, 0, Fetch(term, 0), term, 0);

        // The first panel is there for all.
        Group.Barrier();
        int panel = 0;
        for (int first = 0; first < term.Inputs; first += Depth)
        {
            int next = first + Depth;
            int other = PanelWords - panel;
            FetchedWords fetched = default;
            if (next < term.Inputs)
            {
                fetched = Fetch(term, next);
            }

            sum = AddPanel(sum, shared, panel, term.Inputs - first, place);
            if (next < term.Inputs)
            {
                Put(shared, other, fetched, term, next);
            }

            // The next panel is there for all, and this one is read no more and may be overwritten.
            Group.Barrier();
            panel = other;
        }

        return sum;
    }

    /// <summary>Hands a thread's sums to the output.</summary>
    public static void Store<TOutput>(TOutput target, int outputs, in DensePlace place, DenseBlock sum)
        where TOutput : struct, IDenseOutput
    {
        if (!place.Owned)
        {
            return;
        }

        StoreHalf(target, outputs, place, place.Left, sum.Left);
        StoreHalf(target, outputs, place, place.Right, sum.Right);
    }

    private static FetchedWords Fetch<TWeights>(DenseTerm<TWeights> term, int first)
        where TWeights : struct, ILayerWeights => new(
            term.Rows(first, Group.IdxX), term.Rows(first, Group.IdxX + Group.DimX),
            term.Weights(first, Group.IdxX));

    private static void Put<TWeights>(
        ArrayView<Float4> shared, int panel, FetchedWords fetched, DenseTerm<TWeights> term, int first)
        where TWeights : struct, ILayerWeights
    {
        shared[panel + Group.IdxX] = fetched.Rows0;
        shared[panel + Group.IdxX + Group.DimX] = fetched.Rows1;
        shared[panel + RowWords + Group.IdxX] = fetched.Weights;

        // What a group of fewer threads than blocks has not fetched.
        for (int word = Group.IdxX + (2 * Group.DimX); word < RowWords; word += Group.DimX)
        {
            shared[panel + word] = term.Rows(first, word);
        }

        for (int word = Group.IdxX + Group.DimX; word < WeightWords; word += Group.DimX)
        {
            shared[panel + RowWords + word] = term.Weights(first, word);
        }
    }

    private static DenseBlock AddPanel(
        DenseBlock sum, ArrayView<Float4> shared, int panel, int inputs, in DensePlace place)
    {
        // Views of their own make every address a register and a constant.
        ArrayView<Float4> rows = shared.SubView(panel + place.RowQuad);
        ArrayView<Float4> weights = shared.SubView(panel + RowWords + place.OutputQuad);
        if (inputs >= Depth)
        {
            sum = AddInput(sum, rows, weights, 0);
            sum = AddInput(sum, rows, weights, 1);
            sum = AddInput(sum, rows, weights, 2);
            sum = AddInput(sum, rows, weights, 3);
            sum = AddInput(sum, rows, weights, 4);
            sum = AddInput(sum, rows, weights, 5);
            sum = AddInput(sum, rows, weights, 6);
            return AddInput(sum, rows, weights, 7);
        }

        for (int i = 0; i < inputs; i++)
        {
            sum = AddInput(sum, rows, weights, i);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DenseBlock AddInput(
        DenseBlock sum, ArrayView<Float4> rows, ArrayView<Float4> weights, int i)
    {
        int row = i * RowQuads;
        int weight = i * DensePlace.OutputQuads;
        return DenseBlock.MultiplyAdd(
            rows[row], rows[row + RowTile.Quads],
            weights[weight], weights[weight + (DensePlace.OutputQuads / 2)], sum);
    }

    private static void StoreHalf<TOutput>(
        TOutput target, int outputs, in DensePlace place, int outputQuad, RowBlock sum)
        where TOutput : struct, IDenseOutput
    {
        for (int k = 0; k < RowBlock.Quads; k++)
        {
            int o = (outputQuad * Float4.Length) + (k / 2);
            int upper = k & 1;
            if (o < outputs && (upper == 0 || place.HasHigh))
            {
                target.Store(place.LowTile + upper, o, place.RowQuad, sum.Quad(k));
            }
        }
    }

    // What one thread brings of a panel.
    private readonly struct FetchedWords(Float4 rows0, Float4 rows1, Float4 weights)
    {
        public readonly Float4 Rows0 = rows0;
        public readonly Float4 Rows1 = rows1;
        public readonly Float4 Weights = weights;
    }
}
