using System;
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
/// computes   partial[g] = sum over the rows of group g's runs of [H' U | U] of all layers   (eq. 6)
/// threads    one group for a block of weights of a layer and every Groups-th run of RunTiles tiles, blocks first:
///            the same rows are read by neighbours. 8 inputs by 8 outputs a thread; where the block has the first
///            inputs also one or two sums of columns. Two panels of 8 rows in shared memory, 19 KB: one is read while
///            the next travels from device memory into registers and then into the other
/// Kept       [tiles,KeptColumns,64]     read   inputs of the layers
/// Scratch    [tiles,ScratchColumns,64]  read   gradients of their outputs and of s, zero beyond row B
/// Partials   [Groups,P]                 add
/// needs      groups of at most 128 threads; a chunk of whole runs
/// numeric    fp32; the sum over a run's rows is one chain, rows ascending, runs are added in fp64, in order: the bits
///            of the fused kernels
/// cost       2*B*P flop; 24 bytes from L2 a 512 flop, and 16 a weight and run
/// truth      ReferenceBackend.SurrogateGradient
/// </code>
/// </remarks>
public static class DenseBackwardWeight
{
    private const int SharedWords = 2 * WeightRegion.MaxPanelWords;

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(DenseBackwardWeightArguments n)
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(SharedWords);
        int group = Grid.IdxX / n.Blocks;
        WeightRegion region = WeightRegion.Of(n.Plan, Grid.IdxX - (group * n.Blocks));
        for (int round = 0; round < WeightTiling.Threads; round += Group.DimX)
        {
            for (int run = n.Plan.FirstRun(group); run * n.Plan.RunTiles < n.Plan.EndTile; run += n.Plan.Groups)
            {
                AddRun(n, region, group, run, round + Group.IdxX, shared);
            }
        }
    }

    // The sums of one thread over a run's rows. All threads of the group take part.
    private static void AddRun(
        in DenseBackwardWeightArguments n, in WeightRegion region, int group, int run, int index,
        ArrayView<Float4> shared)
    {
        int item = Math.Min(index, WeightTiling.Threads - 1);
        int inputThread = item >> region.Tiling.OutputShift;
        int outputThread = item & (region.Tiling.OutputThreads - 1);
        int panel = ((run * n.Plan.RunTiles) - n.Plan.FirstTile) * RowWords.PanelsPerTile;
        int end = (n.Plan.EndOfRun(run) - n.Plan.FirstTile) * RowWords.PanelsPerTile;
        RowWords source0 = region.Source(n.Plan, n.Scratch, Group.IdxX, panel);
        RowWords source1 = region.Source(n.Plan, n.Scratch, Group.IdxX + Group.DimX, panel);
        RowWords source2 = region.Source(n.Plan, n.Scratch, Group.IdxX + (2 * Group.DimX), panel);
        ColumnSums columns = new(region, item);
        WeightPatch sum = default;
        Put(n, region, shared, 0, panel, source0.Load(), source1.Load(), source2.Load());

        // The first panel is there for all.
        Group.Barrier();

        // What a step needs is carried from the one before: ILGPU computes anew, in every step, what never changes.
        int place = 0;
        int h = inputThread * WeightRegion.ThreadStride;
        int u = (region.Tiling.InputThreads + outputThread) * WeightRegion.ThreadStride;
        int step = WeightRegion.MaxPanelWords;
        for (; panel < end; panel++)
        {
            int next = panel + 1;
            Float4 word0 = default;
            Float4 word1 = default;
            Float4 word2 = default;
            if (next < end)
            {
                source0.MoveTo(next);
                source1.MoveTo(next);
                source2.MoveTo(next);
                word0 = source0.Load();
                word1 = source1.Load();
                word2 = source2.Load();
            }

            // Views of their own make every address a register and a constant.
            ArrayView<Float4> inputs = shared.SubView(h);
            ArrayView<Float4> gradients = shared.SubView(u);
            sum = WeightPatch.Add(sum, inputs, gradients, 0);
            sum = WeightPatch.Add(sum, inputs, gradients, 1);
            columns.Add(shared, step);
            place += step;
            h += step;
            u += step;
            step = -step;
            if (next < end)
            {
                Put(n, region, shared, place, next, word0, word1, word2);
            }

            // The next panel is there for all, and this one is read no more and may be overwritten.
            Group.Barrier();
        }

        if (index < WeightTiling.Threads)
        {
            WeightFlush flush = new(n.Plan, region, group, run);
            flush.Add(inputThread, outputThread, sum);
            columns.Flush(n.Plan, flush, region, item);
        }
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
            shared[place + WeightRegion.Place(word)] = region.Source(n.Plan, n.Scratch, word, panel).Load();
        }
    }
}
