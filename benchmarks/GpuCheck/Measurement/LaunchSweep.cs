using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Kernels.Network;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Tries the launches of narrow networks that the engine could choose.</summary>
/// <param name="device">The device; it has its own choices back afterwards.</param>
/// <param name="turn">Time of a point.</param>
/// <param name="omissions">Told of what is not tried.</param>
/// <param name="progress">Told of every point.</param>
internal sealed class LaunchSweep(GpuBackend device, TimeSpan turn, Omissions omissions, StageProgress progress)
{
    private const double PointSeconds = 0.5;

    private static readonly int[] Groups = [64, 128, 256];
    private static readonly int[] GroupsPerMultiprocessor = [1, 2, 3, 4, 5, 6];
    private static readonly int[] RunTiles = [1, 2];

    /// <summary>The engine's own choice first, then every other group and grid, then shorter runs.</summary>
    internal static LaunchChoices[] All { get; } =
    [
        new(),
        .. Groups.SelectMany(group => GroupsPerMultiprocessor.Select(
            groups => new LaunchChoices { NarrowGroup = group, GroupsPerMultiprocessor = groups })),
        .. RunTiles.Select(tiles => new LaunchChoices { RunTiles = int.Min(tiles, PartialSum.MaxRunTiles) }),
    ];

    /// <summary>Tries choices on one network.</summary>
    internal void Measure(
        SizedShape sized, LaunchChoices[] tried, TimeBudget budget, List<SweepPoint> points)
    {
        LaunchShape own = device.LaunchShape;
        string subject = $"{sized.Shape.Widths} x {sized.Rows}";
        try
        {
            foreach (LaunchChoices choices in tried)
            {
                progress.Step($"launches of {subject}");
                device.LaunchShape = new LaunchShape(device.Accelerator, choices);
                bool isMeasured = omissions.Attempt(
                    $"launches of {subject}", PointSeconds, budget, () => points.Add(Measure(sized, choices)));
                if (!isMeasured)
                {
                    return;
                }
            }
        }
        finally
        {
            device.LaunchShape = own;
        }
    }

    private SweepPoint Measure(SizedShape sized, LaunchChoices choices)
    {
        using NetworkOperations operations = new(device, sized.Shape.Network, sized.Rows);
        MeasuredLine line = new DeviceTimer(device, turn).Measure(
            MeasuredLine.Untimed("fvp", sized.Shape.Widths, sized.Rows), operations.Create("fvp").Run);
        return new SweepPoint(
            $"{sized.Shape.Widths} x {sized.Rows}", choices.NarrowGroup, choices.GroupsPerMultiprocessor,
            choices.RunTiles, line.SecondsMedian, choices == new LaunchChoices());
    }
}
