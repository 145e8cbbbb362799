namespace ILGPU.Runtime.Simt;

/// <summary>What the stand-in reports.</summary>
public enum SimtFault
{
    /// <summary>A view was accessed, cut or cast outside its bounds or alignment.</summary>
    OutOfBounds,

    /// <summary>Some threads of a group waited at a barrier that the others never reached.</summary>
    DivergentBarrier,

    /// <summary>Results depend on the order of threads or groups, as after a race or a missing barrier.</summary>
    OrderDependent,

    /// <summary>Results depend on what memory held before anything was written there.</summary>
    UninitializedRead,

    /// <summary>A group asked for more shared memory than there is, or its threads for different amounts.</summary>
    SharedMemory,

    /// <summary>Device memory is used up.</summary>
    OutOfMemory,

    /// <summary>A launch that a device refuses: too many threads, or memory that was given back.</summary>
    InvalidLaunch,

    /// <summary>Any other exception in a kernel.</summary>
    KernelException,
}
