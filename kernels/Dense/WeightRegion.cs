using System;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// The block of a layer's weights whose gradient one group sums, and how its columns lie in a panel of a few rows
/// in shared memory: thread after thread of the inputs, then of the outputs, each with its eight columns.
/// </summary>
/// <remarks>
/// A thread's columns are as many apart as there are threads beside it, so that neighbours store neighbouring weights;
/// in the panel they are neighbours, at constant offsets, and one idle word a thread spreads threads over the banks.
/// </remarks>
public readonly struct WeightRegion
{
    /// <summary>Quads of rows in a panel.</summary>
    public const int Quads = 2;

    /// <summary>Words of a thread in a panel, without the idle one.</summary>
    public const int ThreadWords = WeightTiling.PerThread * Quads;

    /// <summary>Words from one thread to the next in a panel.</summary>
    public const int ThreadStride = ThreadWords + 1;

    /// <summary>Words of the largest panel.</summary>
    public const int MaxPanelWords = WeightTiling.MaxSides * ThreadStride;

    private WeightRegion(LayerPlace layer, WeightTiling tiling, int block)
    {
        Layer = layer;
        Tiling = tiling;
        int down = block / tiling.BlocksAcross;
        FirstInput = down << (tiling.InputShift + WeightTiling.PerThreadShift);
        FirstOutput = (block - (down * tiling.BlocksAcross)) << (tiling.OutputShift + WeightTiling.PerThreadShift);
    }

    /// <summary>The layer.</summary>
    public readonly LayerPlace Layer;

    /// <summary>Its blocks.</summary>
    public readonly WeightTiling Tiling;

    /// <summary>First input.</summary>
    public readonly int FirstInput;

    /// <summary>First output.</summary>
    public readonly int FirstOutput;

    /// <summary>Words of a panel, without idle ones.</summary>
    public int PanelWords => (Tiling.InputThreads + Tiling.OutputThreads) * ThreadWords;

    /// <summary>A block of the network, counted layer after layer.</summary>
    public static WeightRegion Of(in NetworkPlan plan, int block)
    {
        int l = 0;
        LayerPlace layer = plan.Layers[0];
        WeightTiling tiling = TilingOf(plan, layer, 0);
        while (block >= tiling.Blocks)
        {
            block -= tiling.Blocks;
            l++;
            layer = plan.Layers[l];
            tiling = TilingOf(plan, layer, l);
        }

        return new WeightRegion(layer, tiling, block);
    }

    /// <summary>Where a word of a panel goes in shared memory.</summary>
    public static int Place(int word) =>
        ((word / ThreadWords) * ThreadStride) + (word & (ThreadWords - 1));

    /// <summary>Where an output's column is in a panel; outputs are counted from the block's first.</summary>
    public int OutputPlace(int output)
    {
        int column = output >> Tiling.OutputShift;
        int thread = output & (Tiling.OutputThreads - 1);
        return ((Tiling.InputThreads + thread) * ThreadStride) + (column * Quads);
    }

    /// <summary>Where a word of a panel comes from; a column beyond the last is the last.</summary>
    /// <param name="plan">Kept tiles.</param>
    /// <param name="scratch">Scratch tiles.</param>
    /// <param name="word">The word.</param>
    /// <param name="panel">The panel, counted from the first one of the first tile in memory.</param>
    public RowWords Source(in NetworkPlan plan, ArrayView<Float4> scratch, int word, int panel)
    {
        int thread = word / ThreadWords;
        int rest = word & (ThreadWords - 1);
        int column = rest / Quads;
        int quad = rest - (column * Quads);
        if (thread < Tiling.InputThreads)
        {
            int input = Math.Min(FirstInput + thread + (column << Tiling.InputShift), Tiling.Inputs - 1);
            return new RowWords(
                plan.Kept, scratch, true, plan.KeptColumns, ((Layer.InputColumn + input) * RowTile.Quads) + quad,
                panel);
        }

        int output = Math.Min(
            FirstOutput + thread - Tiling.InputThreads + (column << Tiling.OutputShift), Tiling.Columns - 1);
        return new RowWords(
            plan.Kept, scratch, false, plan.ScratchColumns, ((Layer.OutputColumn + output) * RowTile.Quads) + quad,
            panel);
    }

    private static WeightTiling TilingOf(in NetworkPlan plan, LayerPlace layer, int l) => WeightTiling.Of(
        layer, l == plan.LayerCount - 1 ? plan.ScratchColumns - layer.OutputColumn - layer.Outputs : 0);
}
