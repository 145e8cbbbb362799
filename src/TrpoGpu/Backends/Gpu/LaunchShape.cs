using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Dense;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Solver;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// How the kernels of networks and solves are launched on one accelerator: which path a network takes, groups and their
/// sizes, each with its reason. Vectors and environments have <see cref="GroupSizes"/>.
/// </summary>
internal sealed class LaunchShape
{
    // Wider groups gain nothing: eight warps already hide the latency of a multiprocessor's arithmetic.
    private const int WidestNarrowGroup = 256;

    // 64-wide layers are 128 blocks of 8 rows by 4 outputs: one a thread.
    private const int NarrowGroup = 128;

    // The kernels keep four column sums a thread, and up to four blocks of 32 weight sums: 128 registers of 255.
    private const int ColumnsPerThread = 4;
    private const int BlocksPerThread = 4;

    // Partial gradients of wide networks: at most half a gigabyte.
    private const long MostPartials = 1L << 26;

    // What CUDA grants every kernel, and OpenCL nearly always. Some devices grant more, and simulators all there is:
    // the path that a network takes, and with it the order of its sums, is not to depend on that.
    internal const int MostSharedBytes = 48 * 1024;

    private readonly LaunchChoices choices;
    private readonly int multiprocessors;
    private readonly int sharedBytes;
    private readonly int mostThreads;
    private readonly bool isHost;

    /// <summary>Chooses for a device.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="choices">What could be chosen otherwise; as it was measured if null.</param>
    internal LaunchShape(Accelerator accelerator, LaunchChoices? choices = null)
    {
        this.choices = choices ?? new LaunchChoices();
        multiprocessors = accelerator.NumMultiprocessors;
        sharedBytes = int.Min(MostSharedBytes, accelerator.MaxSharedMemoryPerGroup);
        mostThreads = GroupSizes.MostThreads(accelerator);

        // Where threads are simulated each costs time whether it works or not.
        isHost = accelerator.AcceleratorType == AcceleratorType.CPU;
    }

    /// <summary>One thread for each of <paramref name="items"/>.</summary>
    internal KernelConfig ForEach(int items)
    {
        int threads = int.Min(mostThreads, isHost ? 32 : 128);
        return new KernelConfig((items + threads - 1) / threads, threads);
    }

    /// <summary>One group a tile, one thread a row of it.</summary>
    internal KernelConfig TileGroups(int tiles) => new(tiles, int.Min(mostThreads, isHost ? 32 : RowTile.Rows));

    /// <summary>One group that adds the sums of all tiles, four columns at a time.</summary>
    internal KernelConfig TermsGroup
    {
        get
        {
            int threads = int.Min(mostThreads, isHost ? 32 : 256);
            return new KernelConfig(
                1, threads, SharedMemoryConfig.RequestDynamic<double>(threads * HeadTerms.Columns));
        }
    }

    /// <summary>Groups that add partial gradients: eight slices of them for each parameter.</summary>
    internal KernelConfig Reduction(int parameters)
    {
        int threads = int.Min(mostThreads, (isHost ? 1 : 8) * GradientReduction.Columns);
        return new KernelConfig(
            (parameters + GradientReduction.Columns - 1) / GradientReduction.Columns, threads,
            SharedMemoryConfig.RequestDynamic<double>(threads));
    }

    /// <summary>
    /// One group over a whole vector: a thread for every four to eight numbers, and no more than a device runs whatever
    /// registers the kernel takes.
    /// </summary>
    internal KernelConfig OneGroup(int length)
    {
        int threads = isHost ? 32 : 512;
        while (threads > 32 && threads * 8 > length * 2)
        {
            threads /= 2;
        }

        threads = int.Min(threads, mostThreads);
        return new KernelConfig(1, threads, SharedMemoryConfig.RequestDynamic<double>(threads));
    }

    /// <summary>Threads of a group of a wide network: as many as its blocks are cut for.</summary>
    internal int WideGroup => int.Min(mostThreads, isHost ? 32 : DensePlace.Blocks);

    /// <summary>16-byte words of shared memory that a scratch tile takes.</summary>
    internal static int ScratchWords(int scratchColumns) => scratchColumns * RowTile.SharedStride;

    /// <summary>
    /// Threads of a group that carries tiles through a whole network, or 0 if the network does not fit one: its layers'
    /// outputs must lie in shared memory and its gradient in the registers of the group.
    /// </summary>
    /// <param name="scratchColumns">Columns of a scratch tile.</param>
    /// <param name="blocks">Blocks of weights.</param>
    /// <param name="widest">Outputs of the widest layer.</param>
    internal int NarrowGroupFor(int scratchColumns, int blocks, int widest)
    {
        if (ScratchWords(scratchColumns) * 16L > sharedBytes)
        {
            return 0;
        }

        int useful = isHost ? 32 : choices.NarrowGroup ?? int.Min(NarrowGroup, LayerProduct.Blocks(widest));
        for (int threads = 32; threads <= int.Min(WidestNarrowGroup, mostThreads); threads *= 2)
        {
            if (threads >= useful && scratchColumns <= ColumnsPerThread * threads &&
                blocks <= BlocksPerThread * threads)
            {
                return threads;
            }
        }

        return 0;
    }

    /// <summary>
    /// How a batch is shared: tiles of a run, and groups that take turns at the runs. A function of the batch, the
    /// network and the device, never of the memory there is, so that a batch in chunks gives the same bits.
    /// </summary>
    internal (int RunTiles, int Groups) Share(int tiles, int parameters, bool isNarrow)
    {
        int groups = MostGroups(tiles, parameters, isNarrow);
        int runTiles = int.Min((tiles + groups - 1) / groups, choices.RunTiles);
        return (runTiles, int.Min(groups, (tiles + runTiles - 1) / runTiles));
    }

    /// <summary>The most groups that any batch of at most so many tiles is shared among.</summary>
    internal int MostGroups(int tiles, int parameters, bool isNarrow)
    {
        int groups = isNarrow ? multiprocessors * choices.GroupsPerMultiprocessor : choices.WideGroups;
        long affordable = (MostPartials + parameters - 1) / parameters;
        return (int)Math.Min(int.Min(tiles, groups), affordable);
    }
}
