using ILGPU.Runtime.Simt;

namespace ILGPU;

/// <summary>The grid of groups that a launch consists of.</summary>
public static class Grid
{
    /// <summary>The index of the calling thread's group in the grid.</summary>
    public static int IdxX => Lane.InKernel.Team.Group;

    /// <summary>Groups in the grid.</summary>
    public static int DimX => Lane.InKernel.Team.GridDim;
}
