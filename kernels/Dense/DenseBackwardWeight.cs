using System;
using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>What <see cref="DenseBackwardWeight"/> works on.</summary>
public struct DenseBackwardWeightArguments
{
    /// <summary>Network and batch.</summary>
    public NetworkPlan Plan;

    /// <summary>[tiles,ScratchColumns,64] gradients with respect to the layers' outputs.</summary>
    public ArrayView<Float4> Scratch;

    /// <summary>Blocks of weights, see <see cref="WeightTiling.CountBlocks"/>.</summary>
    public int Blocks;
}

/// <summary>The gradients of all weights and biases of a wide network, and of the free parameters.</summary>
/// <remarks>
/// <code>
/// computes   partial[g] = [H' U | sum_b U[b,:]] of all layers, over the rows of group g   (eq. 6)
/// threads    one group for a block of weights of one layer and TilesPerGroup tiles, blocks first: the same rows are
///            read by neighbours. 8 inputs by 8 outputs a thread; where the block has the first inputs also one or two
///            sums of columns. Two panels of 8 rows in shared memory, 19 KB: one is read while the next travels
/// Kept       [tiles,KeptColumns,64]     read   inputs of the layers
/// Scratch    [tiles,ScratchColumns,64]  read   gradients of their outputs and of the free parameters, zero beyond row B
/// Partials   [groups,P]                 write
/// needs      groups of at most 128 threads; a chunk's first tile is a group's first
/// numeric    fp32; a sum over rows is one chain of 64 * TilesPerGroup terms, rows ascending: the bits of the fused
///            kernels
/// cost       2*B*P flop; 24 bytes from L2 a 512 flop
/// truth      ReferenceBackend.SurrogateGradient
/// </code>
/// </remarks>
public static class DenseBackwardWeight
{
    private const int SharedWords = 2 * WeightRegion.MaxPanelWords;

    /// <summary>The kernel.</summary>
    public static void Kernel(DenseBackwardWeightArguments n)
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(SharedWords);
        int group = Grid.IdxX / n.Blocks;
        WeightRegion region = WeightRegion.Of(n.Plan, Grid.IdxX - (group * n.Blocks));
        int tile = group * n.Plan.TilesPerGroup;
        int tiles = n.Plan.EndTile - n.Plan.FirstTile;
        int end = tile + n.Plan.TilesPerGroup < tiles ? tile + n.Plan.TilesPerGroup : tiles;
        int partial = ((n.Plan.FirstTile / n.Plan.TilesPerGroup) + group) * n.Plan.Parameters;
        for (int round = 0; round < WeightTiling.Threads; round += Group.DimX)
        {
            int index = round + Group.IdxX;
            int item = Math.Min(index, WeightTiling.Threads - 1);
            int inputThread = item / region.Tiling.OutputThreads;
            int outputThread = item - (inputThread * region.Tiling.OutputThreads);
            ColumnSums columns = new(region, item);
            WeightPatch sum = Sum(
                n, region, inputThread, outputThread, tile * RowWords.PanelsPerTile, end * RowWords.PanelsPerTile,
                shared, ref columns);
            if (index < WeightTiling.Threads)
            {
                Store(n.Plan, partial, region, inputThread, outputThread, sum);
                columns.Store(n.Plan, partial, region, item);
            }
        }
    }

    // The sums over panels of one thread. All threads of the group take part.
    private static WeightPatch Sum(
        in DenseBackwardWeightArguments n, in WeightRegion region, int inputThread, int outputThread, int firstPanel,
        int endPanel, ArrayView<Float4> shared, ref ColumnSums columns)
    {
        RowWords source0 = region.Source(n.Plan, n.Scratch, Group.IdxX);
        RowWords source1 = region.Source(n.Plan, n.Scratch, Group.IdxX + Group.DimX);
        RowWords source2 = region.Source(n.Plan, n.Scratch, Group.IdxX + (2 * Group.DimX));
        int h = inputThread * WeightRegion.ThreadStride;
        int u = (region.Tiling.InputThreads + outputThread) * WeightRegion.ThreadStride;
        WeightPatch sum = default;
        Put(n, region, shared, 0, firstPanel, source0[firstPanel], source1[firstPanel], source2[firstPanel]);

        // The first panel is there for all.
        Group.Barrier();
        int place = 0;
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            int next = panel + 1;
            int other = WeightRegion.MaxPanelWords - place;
            Float4 word0 = default;
            Float4 word1 = default;
            Float4 word2 = default;
            if (next < endPanel)
            {
                word0 = source0[next];
                word1 = source1[next];
                word2 = source2[next];
            }

            // Views of their own make every address a register and a constant.
            ArrayView<Float4> inputs = shared.SubView(place + h);
            ArrayView<Float4> gradients = shared.SubView(place + u);
            sum = WeightPatch.Add(sum, inputs, gradients, 0);
            sum = WeightPatch.Add(sum, inputs, gradients, 1);
            columns.Add(shared, place);
            if (next < endPanel)
            {
                Put(n, region, shared, other, next, word0, word1, word2);
            }

            // The next panel is there for all, and this one is read no more and may be overwritten.
            Group.Barrier();
            place = other;
        }

        return sum;
    }

    private static void Put(
        in DenseBackwardWeightArguments n, in WeightRegion region, ArrayView<Float4> shared, int place, int panel,
        Float4 word0, Float4 word1, Float4 word2)
    {
        shared[place + WeightRegion.Place(Group.IdxX)] = word0;
        shared[place + WeightRegion.Place(Group.IdxX + Group.DimX)] = word1;
        shared[place + WeightRegion.Place(Group.IdxX + (2 * Group.DimX))] = word2;

        // What an oblong block, or a group of fewer threads, has besides.
        for (int word = Group.IdxX + (3 * Group.DimX); word < region.PanelWords; word += Group.DimX)
        {
            shared[place + WeightRegion.Place(word)] = region.Source(n.Plan, n.Scratch, word)[panel];
        }
    }

    private static void Store(
        in NetworkPlan plan, int partial, in WeightRegion region, int inputThread, int outputThread, WeightPatch sum)
    {
        int input = region.FirstInput + inputThread;
        int output = region.FirstOutput + outputThread;
        int step = region.Tiling.InputThreads;
        StoreInput(plan, partial, region, input, output, sum.Input0);
        StoreInput(plan, partial, region, input + step, output, sum.Input1);
        StoreInput(plan, partial, region, input + (2 * step), output, sum.Input2);
        StoreInput(plan, partial, region, input + (3 * step), output, sum.Input3);
        StoreInput(plan, partial, region, input + (4 * step), output, sum.Input4);
        StoreInput(plan, partial, region, input + (5 * step), output, sum.Input5);
        StoreInput(plan, partial, region, input + (6 * step), output, sum.Input6);
        StoreInput(plan, partial, region, input + (7 * step), output, sum.Input7);
    }

    private static void StoreInput(
        in NetworkPlan plan, int partial, in WeightRegion region, int input, int output, EightWeights sum)
    {
        if (input >= region.Layer.Inputs)
        {
            return;
        }

        int row = partial + region.Layer.Weights + (input * region.Layer.Outputs);
        int step = region.Tiling.OutputThreads;
        StoreWeight(plan, row, region, output, sum.Low.X);
        StoreWeight(plan, row, region, output + step, sum.Low.Y);
        StoreWeight(plan, row, region, output + (2 * step), sum.Low.Z);
        StoreWeight(plan, row, region, output + (3 * step), sum.Low.W);
        StoreWeight(plan, row, region, output + (4 * step), sum.High.X);
        StoreWeight(plan, row, region, output + (5 * step), sum.High.Y);
        StoreWeight(plan, row, region, output + (6 * step), sum.High.Z);
        StoreWeight(plan, row, region, output + (7 * step), sum.High.W);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWeight(in NetworkPlan plan, int row, in WeightRegion region, int output, float sum)
    {
        if (output < region.Layer.Outputs)
        {
            ArrayView<float> partials = plan.Partials;
            partials[row + output] = sum;
        }
    }
}
