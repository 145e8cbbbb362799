using ILGPU;
using TrpoGpu.Kernels.Solver;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>An episode that ended in a rollout.</summary>
/// <param name="row">The row t*N + n in which it ended.</param>
/// <param name="total">Its undiscounted return.</param>
/// <param name="length">Its steps.</param>
public readonly struct EndedEpisode(int row, float total, int length)
{
    /// <summary>The row t*N + n in which it ended.</summary>
    public readonly int Row = row;

    /// <summary>Its undiscounted return.</summary>
    public readonly float Return = total;

    /// <summary>Its steps.</summary>
    public readonly int Length = length;
}

/// <summary>What the kernels of <see cref="EpisodeList"/> read and write.</summary>
public struct EpisodeListArguments
{
    /// <summary>T*N.</summary>
    public int Rows;

    /// <summary>Rows of one group.</summary>
    public int RowsPerGroup;

    /// <summary>[T,N] see <see cref="EpisodeEnds"/>.</summary>
    public ArrayView<float> Ends;

    /// <summary>[T,N] returns of episodes where they end.</summary>
    public ArrayView<float> Returns;

    /// <summary>[T,N] lengths of episodes where they end.</summary>
    public ArrayView<float> Lengths;

    /// <summary>[groups] episodes that end in a group's rows, then in all rows before them.</summary>
    public ArrayView<int> Counts;

    /// <summary>[1] episodes in all.</summary>
    public ArrayView<int> Total;

    /// <summary>[T*N] the episodes, in the order of their rows.</summary>
    public ArrayView<EndedEpisode> Episodes;
}

/// <summary>The episodes that ended in a rollout, as a list of which the host reads no more than there are.</summary>
/// <remarks>
/// <code>
/// computes  episodes = [(row, return[row], length[row]) for rows whose end is not None, ascending]
/// threads   Count and Write: one group for RowsPerGroup rows, one row a thread at a time; Scan: one group, a run of
///           groups for each thread; shared memory 4 bytes a thread
/// Ends, Returns, Lengths  [T,N]     read
/// Counts                  [groups]  write, then scanned in place
/// Total                   [1]       write
/// Episodes                [T*N]     write  the first Total of them
/// needs     the kernels in the order Count, Scan, Write, with the same rows
/// cost      8*T*N bytes
/// truth     a loop over the rows
/// </code>
/// </remarks>
public static class EpisodeList
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>Counts the episodes of every group.</summary>
    public static void CountKernel(EpisodeListArguments n)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        int first = Grid.IdxX * n.RowsPerGroup;
        int end = EndOf(n, first);
        int count = 0;
        for (int row = first + Group.IdxX; row < end; row += Group.DimX)
        {
            count += IsEnd(n, row);
        }

        GroupScan.Exclusive(shared, count, out int total);
        if (Group.IdxX == 0)
        {
            n.Counts[Grid.IdxX] = total;
        }
    }

    /// <summary>Makes of every group's count the number of episodes before it.</summary>
    public static void ScanKernel(EpisodeListArguments n)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        int groups = (n.Rows + (n.RowsPerGroup - 1)) / n.RowsPerGroup;
        int share = (groups + (Group.DimX - 1)) / Group.DimX;
        int first = Group.IdxX * share;
        int end = first + share < groups ? first + share : groups;
        int own = 0;
        for (int group = first; group < end; group++)
        {
            own += n.Counts[group];
        }

        int before = GroupScan.Exclusive(shared, own, out int total);
        for (int group = first; group < end; group++)
        {
            int count = n.Counts[group];
            n.Counts[group] = before;
            before += count;
        }

        if (Group.IdxX == 0)
        {
            n.Total[0] = total;
        }
    }

    /// <summary>Writes the episodes of every group after those before it.</summary>
    public static void WriteKernel(EpisodeListArguments n)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        int first = Grid.IdxX * n.RowsPerGroup;
        int end = EndOf(n, first);
        int place = n.Counts[Grid.IdxX];
        for (int start = first; start < end; start += Group.DimX)
        {
            int row = start + Group.IdxX;
            int isEnd = row < end ? IsEnd(n, row) : 0;
            int before = GroupScan.Exclusive(shared, isEnd, out int total);
            if (isEnd != 0)
            {
                n.Episodes[place + before] = new EndedEpisode(row, n.Returns[row], (int)n.Lengths[row]);
            }

            place += total;
        }
    }

    private static int EndOf(in EpisodeListArguments n, int first) =>
        n.Rows - first > n.RowsPerGroup ? first + n.RowsPerGroup : n.Rows;

    private static int IsEnd(in EpisodeListArguments n, int row) => n.Ends[row] == EpisodeEnds.None ? 0 : 1;
}
