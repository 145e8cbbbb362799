using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Launch;

namespace TrpoGpu.Backends;

/// <summary>What there is to compute on, and how a name becomes a backend.</summary>
/// <param name="list">All devices, usable or not.</param>
/// <param name="whyNone">Why there is none of a kind.</param>
/// <param name="open">Opens a usable one.</param>
internal sealed class DeviceCatalog(
    Func<IReadOnlyList<DeviceEntry>> list, Func<string, string> whyNone, Func<DeviceEntry, OpenDevice> open)
{
    /// <summary>This machine's.</summary>
    internal static DeviceCatalog Machine { get; } =
        new(DeviceSupply.List, DeviceSupply.WhyNone, DeviceSupply.Open);

    /// <summary>Names of this build, without numbers.</summary>
    internal static string[] Names { get; } =
    [
        DeviceName.Auto, DeviceName.Cuda, DeviceName.OpenCl, DeviceName.Cpu, DeviceName.Reference,
        .. DeviceSupply.Kinds.Contains(DeviceName.StandIn) ? (string[])[DeviceName.StandIn] : [],
    ];

    // Of kinds that have device memory of their own.
    private static bool IsDeviceKind(string kind) =>
        kind is DeviceName.Cuda or DeviceName.OpenCl or DeviceName.StandIn;

    /// <summary>See <see cref="BackendFactory.Devices"/>.</summary>
    internal IReadOnlyList<BackendDevice> Devices()
    {
        long hostBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        List<BackendDevice> devices = [.. List().Where(device => device.Kind != DeviceName.StandIn)];
        devices.Add(new BackendDevice(
            DeviceName.Cpu, DeviceName.Cpu, $"host processor, vectors of {(int)LaneWidths.Widest} floats", hostBytes,
            null));
        devices.Add(new BackendDevice(
            DeviceName.Reference, DeviceName.Reference, "double precision by plain loops", hostBytes, null));
        devices.AddRange(List().Where(device => device.Kind == DeviceName.StandIn));
        return devices;
    }

    /// <summary>Why there is no device of a kind; null if there is one.</summary>
    internal string? WhyNone(string kind) =>
        IsDeviceKind(kind) && !List().Any(device => device.Kind == kind) ? whyNone(kind) : null;

    /// <summary>See <see cref="BackendFactory.Create"/>.</summary>
    internal ComputeBackend Create(string name, int? threads, DeviceMemoryLimit? memory)
    {
        if (!DeviceName.TryParse(name, Names, out DeviceName asked))
        {
            throw new ArgumentException(
                $"There is no device '{name}', expected one of {string.Join(", ", Names)}; cuda:1 is the second " +
                "CUDA device.", nameof(name));
        }

        return asked.Kind switch
        {
            DeviceName.Auto => CreateAny(threads, memory),
            DeviceName.Cpu => new CpuBackend(threads ?? Environment.ProcessorCount),
            DeviceName.Reference => new ReferenceBackend(),
            _ => Open(Find(asked), memory),
        };
    }

    // Without work there is nothing to measure; an OpenCL device may be slower than the processor whose chip it is on.
    private ComputeBackend CreateAny(int? threads, DeviceMemoryLimit? memory)
    {
        DeviceEntry? cuda = list().FirstOrDefault(entry => entry.Kind == DeviceName.Cuda && entry.Fault is null);
        return cuda is null ? new CpuBackend(threads ?? Environment.ProcessorCount) : Open(cuda, memory);
    }

    private DeviceEntry Find(DeviceName asked)
    {
        DeviceEntry[] ofKind = [.. list().Where(entry => entry.Kind == asked.Kind)];
        DeviceEntry? found = asked.Index is int index
            ? ofKind.FirstOrDefault(entry => entry.Index == index)
            : ofKind.FirstOrDefault(entry => entry.Fault is null);
        if (found is { Fault: null })
        {
            return found;
        }

        string reason = ofKind.Length == 0 ? whyNone(asked.Kind)
            : found is not null ? $"{found.Name} cannot be used: {found.Fault}"
            : asked.Index is null ? $"no usable device; found {string.Join("; ", ofKind.Select(Describe))}"
            : $"no such device; found {string.Join("; ", ofKind.Select(Describe))}";
        throw new DeviceUnavailableException($"{asked}", $"{reason}. {WhatElse(asked.Kind)}");
    }

    private ComputeBackend Open(DeviceEntry entry, DeviceMemoryLimit? memory)
    {
        OpenDevice device;
        try
        {
            device = open(entry);
        }
        catch (Exception refusal) when (refusal is not (OutOfMemoryException or ArgumentException))
        {
            // Drivers and ILGPU have exceptions of their own for the same thing: it is there, and does not open.
            throw new DeviceUnavailableException(
                NameOf(entry), $"{entry.Name} could not be opened: {refusal.Message} {WhatElse(entry.Kind)}", refusal);
        }

        try
        {
            return new GpuBackend(entry.Kind, device, (memory ?? default).BytesOf(device.FreeMemoryBytes));
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    // What to take instead, for somebody who asked for a device that is not there.
    private string WhatElse(string kind)
    {
        string[] others =
        [
            .. Devices().Where(device => device.IsUsable && device.Kind != kind && device.Kind != DeviceName.StandIn)
                .Select(device => device.Name),
        ];
        return $"Usable here: {string.Join(", ", others)}; 'trpo devices' says more.";
    }

    private IEnumerable<BackendDevice> List() => list().Select(
        entry => new BackendDevice(NameOf(entry), entry.Kind, entry.Name, entry.MemoryBytes, entry.Fault));

    private static string Describe(DeviceEntry entry) =>
        $"{NameOf(entry)} ({entry.Name}{(entry.Fault is null ? "" : $", not usable: {entry.Fault}")})";

    private static string NameOf(DeviceEntry entry) =>
        entry.Kind == DeviceName.StandIn ? entry.Kind : $"{new DeviceName(entry.Kind, entry.Index)}";
}
