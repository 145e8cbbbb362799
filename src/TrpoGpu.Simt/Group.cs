using ILGPU.Runtime.Simt;

namespace ILGPU;

/// <summary>The group that the calling kernel thread belongs to.</summary>
public static class Group
{
    /// <summary>The index of the thread in its group.</summary>
    public static int IdxX => Lane.InKernel.Thread;

    /// <summary>Threads in a group.</summary>
    public static int DimX => Lane.InKernel.Team.GroupDim;

    /// <summary>Waits until every thread of the group has come here.</summary>
    public static void Barrier() => Lane.InKernel.Team.Barrier();
}
