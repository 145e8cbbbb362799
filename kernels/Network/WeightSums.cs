using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>One block: 32 sums, four outputs for each of eight inputs.</summary>
public readonly struct OneBlock : IWeightSums<OneBlock>
{
    private readonly Float4 input0;
    private readonly Float4 input1;
    private readonly Float4 input2;
    private readonly Float4 input3;
    private readonly Float4 input4;
    private readonly Float4 input5;
    private readonly Float4 input6;
    private readonly Float4 input7;

    private OneBlock(
        Float4 input0, Float4 input1, Float4 input2, Float4 input3, Float4 input4, Float4 input5, Float4 input6,
        Float4 input7)
    {
        this.input0 = input0;
        this.input1 = input1;
        this.input2 = input2;
        this.input3 = input3;
        this.input4 = input4;
        this.input5 = input5;
        this.input6 = input6;
        this.input7 = input7;
    }

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static OneBlock Add(
        OneBlock sums, in NetworkPlan plan, int keptTile, ArrayView<Float4> scratch, int first)
    {
        if (first >= plan.Blocks.IntLength)
        {
            return sums;
        }

        // What a block lacks of inputs or outputs is computed for its first one again, and not stored.
        WeightBlock block = plan.Blocks[first];
        int i0 = keptTile + (block.InputColumn * RowTile.Quads);
        int step = block.InputStep * RowTile.Quads;
        int i1 = block.Inputs > 1 ? i0 + step : i0;
        int i2 = block.Inputs > 2 ? i0 + (2 * step) : i0;
        int i3 = block.Inputs > 3 ? i0 + (3 * step) : i0;
        int i4 = block.Inputs > 4 ? i0 + (4 * step) : i0;
        int i5 = block.Inputs > 5 ? i0 + (5 * step) : i0;
        int i6 = block.Inputs > 6 ? i0 + (6 * step) : i0;
        int i7 = block.Inputs > 7 ? i0 + (7 * step) : i0;
        int o0 = block.OutputColumn * RowTile.SharedStride;
        int o1 = block.Outputs > 1 ? o0 + (block.OutputStep * RowTile.SharedStride) : o0;
        int o2 = block.Outputs > 2 ? o0 + (2 * block.OutputStep * RowTile.SharedStride) : o0;
        int o3 = block.Outputs > 3 ? o0 + (3 * block.OutputStep * RowTile.SharedStride) : o0;
        for (int quad = 0; quad < RowTile.Quads; quad++)
        {
            Float4 u0 = scratch[o0 + quad];
            Float4 u1 = scratch[o1 + quad];
            Float4 u2 = scratch[o2 + quad];
            Float4 u3 = scratch[o3 + quad];
            sums = new OneBlock(
                AddRows(sums.input0, plan.Kept[i0 + quad], u0, u1, u2, u3),
                AddRows(sums.input1, plan.Kept[i1 + quad], u0, u1, u2, u3),
                AddRows(sums.input2, plan.Kept[i2 + quad], u0, u1, u2, u3),
                AddRows(sums.input3, plan.Kept[i3 + quad], u0, u1, u2, u3),
                AddRows(sums.input4, plan.Kept[i4 + quad], u0, u1, u2, u3),
                AddRows(sums.input5, plan.Kept[i5 + quad], u0, u1, u2, u3),
                AddRows(sums.input6, plan.Kept[i6 + quad], u0, u1, u2, u3),
                AddRows(sums.input7, plan.Kept[i7 + quad], u0, u1, u2, u3));
        }

        return sums;
    }

    /// <inheritdoc/>
    public static void Flush(OneBlock sums, in NetworkPlan plan, int partial, int first, bool begins)
    {
        if (first >= plan.Blocks.IntLength)
        {
            return;
        }

        WeightBlock block = plan.Blocks[first];
        ArrayView<double> target = plan.Partials;
        FlushInput(target, partial, block, 0, sums.input0, begins);
        FlushInput(target, partial, block, 1, sums.input1, begins);
        FlushInput(target, partial, block, 2, sums.input2, begins);
        FlushInput(target, partial, block, 3, sums.input3, begins);
        FlushInput(target, partial, block, 4, sums.input4, begins);
        FlushInput(target, partial, block, 5, sums.input5, begins);
        FlushInput(target, partial, block, 6, sums.input6, begins);
        FlushInput(target, partial, block, 7, sums.input7, begins);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 AddRows(Float4 sums, Float4 h, Float4 u0, Float4 u1, Float4 u2, Float4 u3) => new(
        Float4.AddDot(h, u0, sums.X),
        Float4.AddDot(h, u1, sums.Y),
        Float4.AddDot(h, u2, sums.Z),
        Float4.AddDot(h, u3, sums.W));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FlushInput(
        ArrayView<double> target, int partial, WeightBlock block, int input, Float4 sums, bool begins)
    {
        if (input >= block.Inputs)
        {
            return;
        }

        int place = partial + block.Weight + (input * block.WeightStep);
        PartialSum.Add(target, place, sums.X, begins);
        if (block.Outputs > 1)
        {
            PartialSum.Add(target, place + block.OutputStep, sums.Y, begins);
        }

        if (block.Outputs > 2)
        {
            PartialSum.Add(target, place + (2 * block.OutputStep), sums.Z, begins);
        }

        if (block.Outputs > 3)
        {
            PartialSum.Add(target, place + (3 * block.OutputStep), sums.W, begins);
        }
    }
}

/// <summary>Twice as many blocks.</summary>
/// <typeparam name="THalf">Half of them.</typeparam>
public readonly struct TwiceBlocks<THalf>(THalf low, THalf high) : IWeightSums<TwiceBlocks<THalf>>
    where THalf : unmanaged, IWeightSums<THalf>
{
    private readonly THalf low = low;
    private readonly THalf high = high;

    /// <inheritdoc/>
    public static int Count => 2 * THalf.Count;

    /// <inheritdoc/>
    public static TwiceBlocks<THalf> Add(
        TwiceBlocks<THalf> sums, in NetworkPlan plan, int keptTile, ArrayView<Float4> scratch, int first) => new(
            THalf.Add(sums.low, plan, keptTile, scratch, first),
            THalf.Add(sums.high, plan, keptTile, scratch, first + (THalf.Count * Group.DimX)));

    /// <inheritdoc/>
    public static void Flush(
        TwiceBlocks<THalf> sums, in NetworkPlan plan, int partial, int first, bool begins)
    {
        THalf.Flush(sums.low, plan, partial, first, begins);
        THalf.Flush(sums.high, plan, partial, first + (THalf.Count * Group.DimX), begins);
    }
}
