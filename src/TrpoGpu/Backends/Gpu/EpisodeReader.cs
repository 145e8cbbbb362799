using System;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Lists on the device the episodes that ended, and reads the list: one number, then what it counts.</summary>
/// <remarks>Its stream may be another than the one of everything else.</remarks>
internal sealed class EpisodeReader : IDisposable
{
    private readonly AcceleratorStream stream;
    private readonly GroupSizes sizes;
    private readonly DeviceBlocks memory;
    private readonly PageLockedArray1D<int> total;
    private readonly Action<AcceleratorStream, KernelConfig, EpisodeListArguments> count;
    private readonly Action<AcceleratorStream, KernelConfig, EpisodeListArguments> scan;
    private readonly Action<AcceleratorStream, KernelConfig, EpisodeListArguments> write;
    private EpisodeListArguments arguments;

    /// <summary>Allocates for so many rows.</summary>
    internal EpisodeReader(
        DeviceKernels kernels, AcceleratorStream stream, GroupSizes sizes, DeviceMemoryBudget? budget, int rows)
    {
        this.stream = stream;
        this.sizes = sizes;
        Rows = rows;
        memory = new DeviceBlocks(kernels.Accelerator, stream, budget, "the list of episodes");
        total = kernels.Accelerator.AllocatePageLocked1D<int>(1);
        count = kernels.Load<EpisodeListArguments>(EpisodeList.CountKernel);
        scan = kernels.Load<EpisodeListArguments>(EpisodeList.ScanKernel);
        write = kernels.Load<EpisodeListArguments>(EpisodeList.WriteKernel);
        arguments = new EpisodeListArguments
        {
            RowsPerGroup = sizes.EpisodeRows,
            Counts = memory.Allocate<int>(Groups(rows)),
            Total = memory.Allocate<int>(1),
            Episodes = memory.Allocate<EndedEpisode>(rows),
        };
    }

    /// <summary>The most rows.</summary>
    internal int Rows { get; }

    /// <summary>Bytes that a reader of so many rows takes.</summary>
    internal static long BytesFor(GroupSizes sizes, int rows) =>
        (sizeof(int) * (1L + Groups(sizes, rows))) + ((long)Unsafe.SizeOf<EndedEpisode>() * rows);

    /// <summary>Starts to list the episodes of trajectories that are complete.</summary>
    internal void Begin(in TrajectoryMemory trajectories, int rows)
    {
        arguments.Rows = rows;
        arguments.Ends = trajectories.Ends;
        arguments.Returns = trajectories.EpisodeReturns;
        arguments.Lengths = trajectories.EpisodeLengths;
        KernelConfig groups = sizes.Groups<int>(Groups(rows), 1);
        count(stream, groups, arguments);
        scan(stream, sizes.Groups<int>(1, 1), arguments);
        write(stream, groups, arguments);
        arguments.Total.CopyToPageLockedAsync(stream, total);
    }

    /// <summary>Waits for the list, writes it in the order of rows and says how many there are.</summary>
    internal int End(Span<EndedEpisode> destination)
    {
        stream.Synchronize();
        int found = total.Span[0];
        if (found > 0)
        {
            arguments.Episodes.SubView(0, found).CopyToCPU(stream, destination[..found]);
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Synchronize();
        total.Dispose();
        memory.Dispose();
    }

    private int Groups(int rows) => Groups(sizes, rows);

    private static int Groups(GroupSizes sizes, int rows) => (rows + sizes.EpisodeRows - 1) / sizes.EpisodeRows;
}
