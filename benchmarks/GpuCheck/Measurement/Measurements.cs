using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.GpuCheck.Report;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Times operations line by line, as far as memory and time reach, and says what it leaves out.</summary>
/// <param name="backend">The device.</param>
/// <param name="roofline">What it allows.</param>
/// <param name="scope">What is measured.</param>
/// <param name="progress">Told of every line.</param>
internal sealed class Measurements(
    ComputeBackend backend, Roofline roofline, MeasurementScope scope, CheckProgress progress)
{
    // Before anything has been timed: a tenth of what a current device reaches, and little at small sizes.
    private const double CautiousFlops = 1e12;
    private const double SetUpSeconds = 0.2;

    // Warming up, counting, the estimate and a sample.
    private const int RunsOfLine = 4;

    private readonly DeviceTimer timer = new(backend, scope.Turn);
    private readonly Dictionary<string, double> slowest = [];

    /// <summary>Lines so far.</summary>
    internal List<MeasuredLine> Lines { get; } = [];

    /// <summary>What was left out, and why.</summary>
    internal List<string> Skipped { get; } = [];

    /// <summary>Times the operations of networks.</summary>
    internal void MeasureNetworks(SizedShape[] shapes, TimeBudget budget)
    {
        foreach (SizedShape sized in shapes)
        {
            foreach (string operation in scope.Operations)
            {
                progress.Step($"{operation} of {sized.Shape.Widths} x {sized.Rows}");
                double flops = NetworkOperations.Flops(operation, sized.Shape.Network, sized.Rows);
                string what = $"{operation} of {sized.Shape.Widths} x {sized.Rows}";
                double rate = slowest.GetValueOrDefault($"{operation} {sized.Shape.Name}", CautiousFlops);
                Try(what, SetUpSeconds + (RunsOfLine * flops / rate), budget, () => Network(sized, operation, flops));
            }
        }
    }

    /// <summary>Times rollouts.</summary>
    internal void MeasureRollouts(TimeBudget budget)
    {
        foreach (SizedRollout sized in scope.Rollouts)
        {
            string what = $"rollout of {sized.Environment.Id} x {sized.Count}";
            progress.Step(what);
            Try(what, SetUpSeconds, budget, () => Rollout(sized));
        }
    }

    private void Try(string what, double seconds, TimeBudget budget, Func<MeasuredLine> measure)
    {
        if (!budget.Allows(seconds))
        {
            Skipped.Add($"{what}: no time left");
            return;
        }

        try
        {
            Lines.Add(measure());
        }
        catch (Exception refusal) when (refusal is OutOfDeviceMemoryException or OutOfMemoryException)
        {
            Skipped.Add($"{what}: {refusal.Message}");
        }
        catch (ArgumentException refusal)
        {
            // Buffers have at most as many numbers as an int counts.
            Skipped.Add($"{what}: {refusal.Message}");
        }
    }

    private MeasuredLine Network(SizedShape sized, string operation, double flops)
    {
        MeasuredShape shape = sized.Shape;
        using NetworkOperations operations = new(backend, shape.Network, sized.Rows);
        MeasuredLine line = timer.Measure(
            Empty(operation, shape.Widths, sized.Rows), operations.Create(operation).Run);
        slowest[$"{operation} {shape.Name}"] = flops / line.SecondsMedian;
        double? bytes = sized.Rows *
            RowBytes.Of(shape.Network).Of(operation, NetworkOperations.ConjugateGradientIterations);
        return Rated(line, flops, bytes) with { Note = IsChunked(sized) ? "computed in chunks" : null };
    }

    private MeasuredLine Rollout(SizedRollout sized)
    {
        using RolloutOperation rollout = new(backend, sized.Environment, sized.Count, sized.Steps);
        MeasuredLine line = timer.Measure(
            Empty(RolloutOperation.Name, sized.Environment.Id, rollout.Operation.Rows), rollout.Operation.Run);
        double bytes = rollout.Operation.Rows * RowBytes.OfStep(
            sized.Environment.ObservationSize, sized.Environment.Actions.Columns);
        return Rated(line, rollout.Operation.Flops, bytes) with
        {
            Environments = sized.Count,
            StepsPerSecond = rollout.Operation.Rows / line.SecondsMedian,
        };
    }

    private bool IsChunked(SizedShape sized)
    {
        if (backend is not GpuBackend)
        {
            return false;
        }

        using NetworkWorkspace workspace = backend.CreateWorkspace(sized.Shape.Network, sized.Rows);
        return ((GpuWorkspace)workspace).ChunkTiles * (long)Kernels.Tiles.RowTile.Rows < sized.Rows;
    }

    private MeasuredLine Rated(MeasuredLine line, double flops, double? bytes)
    {
        double rate = flops / line.SecondsMedian * 1e-9;
        return line with
        {
            Gigaflops = rate,
            PeakShare = rate / roofline.Rates.FmaGigaflops,
            RooflineShare = rate / roofline.Gigaflops(flops, bytes),
        };
    }

    private static MeasuredLine Empty(string operation, string subject, int rows) => new()
    {
        Operation = operation,
        Subject = subject,
        Rows = rows,
        SecondsMedian = 0,
        SecondsMin = 0,
        Gigaflops = 0,
    };
}
