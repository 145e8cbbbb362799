using System;
using TrpoGpu.Kernels.Launch;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>The device of a collection of tests, so that kernels are compiled once for all of them.</summary>
public sealed class DeviceFixture : IDisposable
{
    private readonly TestAccelerator plain = new(sanitize: false);
    private readonly TestAccelerator sanitized = new(sanitize: true);
    private readonly DeviceKernels plainKernels;
    private readonly DeviceKernels sanitizedKernels;

    public DeviceFixture()
    {
        plainKernels = new DeviceKernels(plain.Accelerator);
        sanitizedKernels = IsIlgpu ? plainKernels : new DeviceKernels(sanitized.Accelerator);
    }

    /// <summary>Whether kernels run on ILGPU's simulator, which compiles for long and sanitizes nothing.</summary>
#if USE_ILGPU
    public static bool IsIlgpu => true;
#else
    public static bool IsIlgpu => false;
#endif

    public void Dispose()
    {
        sanitized.Dispose();
        plain.Dispose();
    }

    /// <summary>The kernels of a device that repeats launches in other orders, or that does not.</summary>
    internal DeviceKernels Kernels(bool sanitize) => sanitize ? sanitizedKernels : plainKernels;
}

/// <summary>Tests that share a device, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DeviceCollection : ICollectionFixture<DeviceFixture>
{
    public const string Name = "device";
}
