using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>The sums of as many blocks of weights as one thread holds in registers.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IWeightSums<TSelf>
    where TSelf : unmanaged, IWeightSums<TSelf>
{
    /// <summary>Blocks.</summary>
    static abstract int Count { get; }

    /// <summary>Adds the rows of one tile to the blocks from <paramref name="first"/> on, a group apart.</summary>
    /// <param name="sums">So far.</param>
    /// <param name="plan">Tables and kept tiles.</param>
    /// <param name="keptTile">Quad 0 of the kept tile.</param>
    /// <param name="scratch">[ScratchColumns,64] gradients with respect to the layers' outputs.</param>
    /// <param name="first">The thread's first block.</param>
    static abstract TSelf Add(
        TSelf sums, in NetworkPlan plan, int keptTile, ArrayView<Float4> scratch, int first);

    /// <summary>Adds the blocks to a partial gradient.</summary>
    /// <param name="sums">Of a run.</param>
    /// <param name="plan">Tables and partial gradients.</param>
    /// <param name="partial">Where the partial gradient begins.</param>
    /// <param name="first">The thread's first block.</param>
    /// <param name="begins">Whether there is nothing yet to add to.</param>
    static abstract void Flush(TSelf sums, in NetworkPlan plan, int partial, int first, bool begins);
}
