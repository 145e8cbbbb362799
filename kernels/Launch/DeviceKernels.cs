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

    /// <summary>
    /// Told of every launch once it is under way, by the name of its kernel: for those who count launches, or wait
    /// after each to see where the time goes. Nobody if null.
    /// </summary>
    public Action<string>? Launched { get; set; }

    /// <summary>The launcher of a kernel: a static method of one struct, in groups of explicit size.</summary>
    /// <typeparam name="TArguments">The struct.</typeparam>
    /// <param name="kernel">The method.</param>
    public Action<AcceleratorStream, KernelConfig, TArguments> Load<TArguments>(Action<TArguments> kernel)
        where TArguments : struct
    {
        if (!loaded.TryGetValue(kernel, out Delegate? launcher))
        {
            Action<AcceleratorStream, KernelConfig, TArguments> launch = Accelerator.LoadKernel(kernel);
            string name = kernel.Method.DeclaringType!.Name;
            launcher = (AcceleratorStream stream, KernelConfig config, TArguments arguments) =>
            {
                launch(stream, config, arguments);
                Launched?.Invoke(name);
            };
            loaded.Add(kernel, launcher);
        }

        return (Action<AcceleratorStream, KernelConfig, TArguments>)launcher;
    }
}
