using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Cli.Commands;

/// <summary>What the choice of a device depends on: what there is, and a clock.</summary>
/// <param name="Candidates">Devices of which one could be the fastest, for threads and a memory limit.</param>
/// <param name="Time">How long a piece of work takes on a backend.</param>
internal sealed record DeviceBoard(
    Func<int?, DeviceMemoryLimit?, IReadOnlyList<DeviceCandidate>> Candidates,
    Func<ComputeBackend, Action, TimeSpan> Time)
{
    /// <summary>This machine.</summary>
    internal static DeviceBoard Machine { get; } = new(
        static (threads, memory) => DeviceCandidate.Among(BackendFactory.Devices(), threads, memory),
        DeviceChoice.Time);
}
