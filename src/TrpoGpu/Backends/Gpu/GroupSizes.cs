using System;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Groups and threads of launches over vectors and environments.</summary>
/// <param name="accelerator">The device.</param>
internal sealed class GroupSizes(Accelerator accelerator)
{
    // Numbers of one thread of a sum, so that its tree over the group is a small part of the work.
    private const int NumbersPerThread = 16;

    // Groups of a sum: four for each multiprocessor of a large device, and few enough for one group to add.
    private const int MostSumGroups = 512;

    // Where threads are simulated, each costs time whether it works or not.
    private readonly bool isHost = accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>Threads of a group of the fused rollout; any multiple of a warp.</summary>
    /// <remarks>Layers 64 wide are 128 blocks of 8 rows by 4 outputs: one a thread.</remarks>
    internal int RolloutThreads { get; set; } = Limit(accelerator, 128);

    private int SumThreads => Limit(accelerator, 256);

    /// <summary>One thread for each of <paramref name="items"/>.</summary>
    internal KernelConfig ForEach(int items)
    {
        int threads = Limit(accelerator, 128);
        return new KernelConfig((items + threads - 1) / threads, threads);
    }

    /// <summary>Groups, <see cref="SumGroups"/> of them, that each sum a share of some numbers.</summary>
    internal KernelConfig Sum(int count) => Groups<double>(SumGroups(count), 1);

    /// <summary>How many groups sum <paramref name="count"/> numbers.</summary>
    internal int SumGroups(int count)
    {
        long numbers = (long)SumThreads * NumbersPerThread;
        return (int)Math.Clamp((count + numbers - 1) / numbers, 1, MostSumGroups);
    }

    /// <summary>Groups with some numbers a thread of shared memory.</summary>
    internal KernelConfig Groups<T>(int groups, int numbersPerThread)
        where T : unmanaged =>
        new(groups, SumThreads, SharedMemoryConfig.RequestDynamic<T>(SumThreads * numbersPerThread));

    /// <summary>Rows of one group that lists episodes.</summary>
    internal int EpisodeRows => (isHost ? 4 : NumbersPerThread) * SumThreads;

    /// <summary>The most threads of a group: a power of two, as trees over a group need it.</summary>
    internal static int MostThreads(Accelerator accelerator) =>
        1 << int.Log2(accelerator.MaxNumThreadsPerGroup);

    private static int Limit(Accelerator accelerator, int threads) =>
        int.Min(MostThreads(accelerator), accelerator.AcceleratorType == AcceleratorType.CPU ? 32 : threads);
}
