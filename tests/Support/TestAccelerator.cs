using System;
using ILGPU.Runtime;
#if USE_ILGPU
using ILGPU;
using ILGPU.Runtime.CPU;
#else
using ILGPU.Runtime.Simt;
#endif

namespace TrpoGpu.Tests.Support;

/// <summary>
/// What kernels are tested on where there is no GPU: the stand-in for ILGPU if kernels are built against it, and
/// ILGPU's own simulator, which checks nothing, if not.
/// </summary>
internal sealed class TestAccelerator : IDisposable
{
#if USE_ILGPU
    private readonly Context context = Context.Create(builder => builder
        .CPU(new CPUDevice(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 4, numMultiprocessors: 1))
        .EnableAlgorithms());

    /// <summary>A device.</summary>
    /// <param name="sanitize">Whether launches are repeated in other orders, where the device can.</param>
    internal TestAccelerator(bool sanitize = true) => Accelerator = context.CreateCPUAccelerator(0);
#else
    /// <summary>A device.</summary>
    /// <param name="sanitize">Whether launches are repeated in other orders, where the device can.</param>
    internal TestAccelerator(bool sanitize = true) =>
        Accelerator = new SimtAccelerator(new SimtOptions { Sanitize = sanitize });
#endif

    internal Accelerator Accelerator { get; }

    public void Dispose()
    {
        Accelerator.Dispose();
#if USE_ILGPU
        context.Dispose();
#endif
    }
}
