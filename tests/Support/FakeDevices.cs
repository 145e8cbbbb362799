using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli.Commands;

namespace TrpoGpu.Tests.Support;

/// <summary>Devices with made-up names and times; all of them are the CPU engine, and do the work.</summary>
internal sealed class FakeDevices
{
    private readonly Dictionary<ComputeBackend, string> names = [];
    private readonly Dictionary<string, double> milliseconds = [];

    /// <summary>Names of backends that have been disposed, in the order of their creation.</summary>
    public string[] Disposed => [.. names.Where(entry => IsDisposed(entry.Key)).Select(entry => entry.Value)];

    public string NameOf(ComputeBackend backend) => names[backend];

    /// <summary>Chooses among devices of which each takes so many milliseconds.</summary>
    public ChosenDevice Choose(DeviceWork work, params (string Name, double Milliseconds)[] devices)
    {
        DeviceBoard board = Board(devices);
        return DeviceChoice.Choose(board.Candidates(1, null), work, board.Time);
    }

    /// <summary>What the command line chooses from.</summary>
    public DeviceBoard Board(params (string Name, double Milliseconds)[] devices)
    {
        foreach ((string name, double time) in devices)
        {
            milliseconds[name] = time;
        }

        return new DeviceBoard(
            (threads, _) =>
            [
                .. devices.Select(device => new DeviceCandidate(
                    device.Name, $"Model of {device.Name}", () => Open(device.Name, threads))),
            ],
            (backend, run) =>
            {
                run();
                run();
                return TimeSpan.FromMilliseconds(milliseconds[names[backend]]);
            });
    }

    private CpuBackend Open(string name, int? threads)
    {
        CpuBackend backend = new(threads ?? 2);
        names.Add(backend, name);
        return backend;
    }

    private static bool IsDisposed(ComputeBackend backend) => ((CpuBackend)backend).Pool.HasEnded;
}
