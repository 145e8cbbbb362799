using System;

namespace ILGPU.Runtime;

/// <summary>Allocation of host memory that a device accesses.</summary>
public static class PageLockedArrayExtensions
{
    /// <summary>Host memory for a device to access; zeros at first.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="extent">Elements.</param>
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, long extent)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new PageLockedArray1D<T>(extent);
    }
}
