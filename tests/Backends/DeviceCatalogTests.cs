using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Launch;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>How a name becomes a backend, on machines with all sorts of devices, or what is said instead.</summary>
public sealed class DeviceCatalogTests
{
    private static readonly DeviceEntry First = new("cuda", 0, "Model A", 80L << 30, null);
    private static readonly DeviceEntry Second = new("cuda", 1, "Model B", 40L << 30, null);
    private static readonly DeviceEntry Old = new("cuda", 0, "Model Z", 1L << 30, "it is too old");
    private static readonly DeviceEntry Phone = new("opencl", 0, "Model P", 2L << 30, "it has no double precision");

    private readonly List<DeviceEntry> opened = [];

    [Fact]
    public void The_names_are_those_that_people_type()
    {
        string[] expected = IlgpuSupply.IsStandIn
            ? ["auto", "cuda", "opencl", "cpu", "reference", "simt"]
            : ["auto", "cuda", "opencl", "cpu", "reference"];
        Assert.Equal(expected, BackendFactory.Names.ToArray());
    }

    [Theory]
    [InlineData("cuda", 0)]
    [InlineData("cuda:0", 0)]
    [InlineData("cuda:1", 1)]
    public void A_number_picks_a_device(string name, int index)
    {
        using ComputeBackend backend = Machine(First, Second).Create(name, null, null);
        Assert.Equal("cuda", backend.Name);
        Assert.Equal(index, Assert.Single(opened).Index);
    }

    [Fact]
    public void Without_a_number_it_is_the_first_that_can_be_used()
    {
        using ComputeBackend backend = Machine(Old, Second).Create("cuda", null, null);
        Assert.Same(Second, Assert.Single(opened));
    }

    [Fact]
    public void A_limit_holds_for_the_device()
    {
        using ComputeBackend backend = Machine(First).Create("cuda", null, DeviceMemoryLimit.OfBytes(100_000));
        Assert.Equal(100_000, backend.MemoryBytes);
        Assert.InRange(backend.MemoryTaken, 0, 100_000);
    }

    [Fact]
    public void A_device_that_is_not_there_says_what_was_looked_for_and_what_was_found()
    {
        Refused(Machine(), "cuda", "cuda: no cuda driver here. Usable here: cpu, reference;");
        Refused(Machine(First, Second), "cuda:2", "cuda:2: no such device; found cuda:0 (Model A); cuda:1 (Model B).");
        Refused(Machine(Old, Second), "cuda:0", "cuda:0: Model Z cannot be used: it is too old.");
        Refused(
            Machine(First, Phone), "opencl",
            "opencl: no usable device; found opencl:0 (Model P, not usable: it has no double precision). " +
            "Usable here: cuda:0, cpu, reference;");
        Assert.Empty(opened);
    }

    [Fact]
    public void A_device_that_does_not_open_says_why()
    {
        DeviceCatalog broken = new(
            () => [First], _ => "", _ => throw new InvalidOperationException("the driver is confused."));
        DeviceUnavailableException refusal = Assert.Throws<DeviceUnavailableException>(
            () => broken.Create("cuda", null, null));
        Assert.StartsWith("cuda:0: Model A could not be opened: the driver is confused.", refusal.Message);
        Assert.IsType<InvalidOperationException>(refusal.InnerException);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:one")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cpu:0")]
    [InlineData("auto:1")]
    [InlineData("")]
    public void Names_that_no_build_knows_are_mistakes(string name)
    {
        ArgumentException mistake = Assert.Throws<ArgumentException>(() => BackendFactory.Create(name));
        Assert.Contains($"no device '{name}', expected one of auto, cuda, opencl, cpu, reference", mistake.Message);
    }

    [Fact]
    public void Auto_is_a_CUDA_device_or_the_CPU_engine()
    {
        using ComputeBackend cuda = Machine(Old, Second).Create("auto", null, null);
        Assert.Equal("cuda", cuda.Name);
        using ComputeBackend fallback = Machine(Old, Phone with { Fault = null }).Create("auto", 1, null);
        Assert.Equal(1, Assert.IsType<CpuBackend>(fallback).Threads);
        Assert.Same(Second, Assert.Single(opened));
    }

    [Fact]
    public void Devices_are_listed_with_why_they_cannot_be_used()
    {
        IReadOnlyList<BackendDevice> devices = Machine(First, Second, Phone).Devices();
        Assert.Equal(
            ["cuda:0", "cuda:1", "opencl:0", "cpu", "reference"], devices.Select(device => device.Name));
        Assert.Equal([true, true, false, true, true], devices.Select(device => device.IsUsable));
        Assert.Equal("it has no double precision", devices[2].Fault);
        Assert.Equal("opencl", devices[2].Kind);
        Assert.Equal(80L << 30, devices[0].MemoryBytes);
        Assert.All(devices, device => Assert.True(device.MemoryBytes > 0));
        Assert.Equal("no opencl driver here", Machine(First).WhyNone("opencl"));
        Assert.Null(Machine(First).WhyNone("cuda"));
        Assert.Null(Machine().WhyNone("cpu"));
    }

    [Fact]
    public void This_machine_has_at_least_the_host()
    {
        Assert.Superset(
            new HashSet<string> { "cpu", "reference" },
            new HashSet<string>(BackendFactory.Devices().Select(device => device.Name)));
        Assert.Equal(IlgpuSupply.IsStandIn, BackendFactory.Devices().Any(device => device.Name == "simt"));
    }

    private DeviceCatalog Machine(params DeviceEntry[] entries) => new(
        () => entries,
        kind => $"no {kind} driver here",
        entry =>
        {
            opened.Add(entry);
            return DeviceSupply.OpenSimulated();
        });

    private static void Refused(DeviceCatalog machine, string name, string expected) => Assert.StartsWith(
        expected, Assert.Throws<DeviceUnavailableException>(() => machine.Create(name, null, null)).Message);
}
