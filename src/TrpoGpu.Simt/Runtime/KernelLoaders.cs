using System;

namespace ILGPU.Runtime;

/// <summary>Making kernels ready to be launched.</summary>
public static class KernelLoaders
{
    /// <summary>Makes a kernel ready: what comes back launches it with a stream, sizes and its argument.</summary>
    /// <param name="accelerator">Where it is to run.</param>
    /// <param name="action">The kernel, a static method.</param>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(
        this Accelerator accelerator, Action<T1> action)
        where T1 : struct => accelerator.Load(action);
}
