using ILGPU.Runtime.Simt;

namespace ILGPU;

/// <summary>Memory that the threads of one group share while it runs. What it holds at first is garbage.</summary>
public static class SharedMemory
{
    /// <summary>An array of the group's own, the same for each of its threads.</summary>
    /// <param name="extent">Elements, the same for every thread.</param>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => Lane.InKernel.AllocateShared<T>(extent);

    /// <summary>All of the memory that the launch asked for with <see cref="SharedMemoryConfig"/>.</summary>
    public static ArrayView<T> GetDynamic<T>()
        where T : unmanaged => Lane.InKernel.Team.Shared.Dynamic<T>();
}
