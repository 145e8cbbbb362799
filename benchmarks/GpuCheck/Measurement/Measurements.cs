using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Times operations line by line, as far as memory and time reach, and says what it leaves out.</summary>
/// <param name="backend">The device.</param>
/// <param name="roofline">What it allows.</param>
/// <param name="scope">What is measured.</param>
/// <param name="omissions">Told of what is not measured.</param>
/// <param name="progress">Told of every line.</param>
internal sealed class Measurements(
    ComputeBackend backend, Roofline roofline, MeasurementScope scope, Omissions omissions, StageProgress progress)
{
    // Before anything has been timed: a tenth of what a current device reaches, and little at small sizes.
    private const double CautiousFlops = 1e12;
    private const double SetUpSeconds = 0.2;

    // Observations a second, made on the host and copied.
    private const double SetUpNumbers = 3e8;

    // Warming up, counting, the estimate and a sample.
    private const int RunsOfLine = 4;

    private readonly DeviceTimer timer = new(backend, scope.Turn);
    private readonly Dictionary<string, double> slowest = [];

    /// <summary>Lines so far.</summary>
    internal List<MeasuredLine> Lines { get; } = [];

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
                double seconds = SetUpSeconds + (RunsOfLine * flops / rate) +
                    ((double)sized.Rows * sized.Shape.Network.Mlp.Inputs / SetUpNumbers);
                omissions.Attempt(what, seconds, budget, () => Lines.Add(Network(sized, operation, flops)));
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
            omissions.Attempt(what, SetUpSeconds, budget, () => Lines.Add(Rollout(sized)));
        }
    }

    private MeasuredLine Network(SizedShape sized, string operation, double flops)
    {
        MeasuredShape shape = sized.Shape;
        bool isChunked = IsChunked(sized);
        using NetworkOperations operations = new(backend, shape.Network, sized.Rows);
        MeasuredLine line = timer.Measure(
            MeasuredLine.Untimed(operation, shape.Widths, sized.Rows), operations.Create(operation).Run);
        slowest[$"{operation} {shape.Name}"] = flops / line.SecondsMedian;
        double? bytes = sized.Rows *
            RowBytes.Of(shape.Network).Of(operation, NetworkOperations.ConjugateGradientIterations);
        return Rated(line, flops, bytes) with { Note = isChunked ? "computed in chunks" : null };
    }

    private MeasuredLine Rollout(SizedRollout sized)
    {
        using RolloutOperation rollout = new(backend, sized.Environment, sized.Count, sized.Steps);
        MeasuredLine line = timer.Measure(
            MeasuredLine.Untimed(RolloutOperation.Name, sized.Environment.Id, rollout.Operation.Rows),
            rollout.Operation.Run);
        double bytes = rollout.Operation.Rows * RowBytes.OfStep(
            sized.Environment.ObservationSize, sized.Environment.Actions.Columns);
        return Rated(line, rollout.Operation.Flops, bytes) with
        {
            Environments = sized.Count,
            StepsPerSecond = rollout.Operation.Rows / line.SecondsMedian,
        };
    }

    // Whether the workspace keeps the batch as a whole, beside the batch itself.
    private bool IsChunked(SizedShape sized)
    {
        if (backend.MemoryBytes is not long bytes)
        {
            return false;
        }

        long numbers = (long)sized.Rows * sized.Shape.Network.Mlp.Inputs;
        WorkspaceNeed need = backend.NeedOfWorkspace(
            sized.Shape.Network, sized.Rows, 1, bytes - backend.MemoryTaken - (sizeof(float) * numbers));
        return need.RowsAtOnce < sized.Rows;
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
}
