using System;
using System.Collections.Generic;
using ILGPU;
using ILGPU.Runtime;

namespace TrpoGpu.Kernels.Launch;

/// <summary>The kernels of one accelerator, each compiled at its first use and kept.</summary>
/// <param name="accelerator">Where they run.</param>
public sealed class DeviceKernels(Accelerator accelerator)
{
    private readonly Dictionary<Delegate, Delegate> loaded = [];

    /// <summary>Where they run.</summary>
    public Accelerator Accelerator { get; } = accelerator;

    /// <summary>The launcher of a kernel: a static method of one struct, in groups of explicit size.</summary>
    /// <typeparam name="TArguments">The struct.</typeparam>
    /// <param name="kernel">The method.</param>
    public Action<AcceleratorStream, KernelConfig, TArguments> Load<TArguments>(Action<TArguments> kernel)
        where TArguments : struct
    {
        if (!loaded.TryGetValue(kernel, out Delegate? launcher))
        {
            launcher = Accelerator.LoadKernel(kernel);
            loaded.Add(kernel, launcher);
        }

        return (Action<AcceleratorStream, KernelConfig, TArguments>)launcher;
    }
}
