using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary>
/// <c>trpo bench family</c>: what an update of each algorithm costs, in gradients of the same batch.
/// </summary>
internal static class FamilyBench
{
    private const int Rounds = 5;

    /// <summary>Time of a turn: several runs of an update of the default size.</summary>
    internal static TimeSpan Turn { get; } = TimeSpan.FromSeconds(0.2);

    /// <param name="sizes">What was typed.</param>
    /// <param name="start">Opens the device for it.</param>
    /// <param name="console">Where to say what was measured, and how far it is.</param>
    /// <param name="json">Whether an object is written for each update instead of a table.</param>
    /// <param name="turn">Time of a turn of each update, and of the gradient before it.</param>
    /// <exception cref="UsageException">A size is out of range, or is one of rollouts.</exception>
    internal static int Run(
        BenchSizes sizes, Func<DeviceWork, ComputeBackend> start, InvocationConfiguration console, bool json,
        TimeSpan turn)
    {
        (NetworkShape shape, int rows) = sizes.Network();
        using ComputeBackend backend = start(DeviceWork.Operation("update", shape, rows));
        using FamilyOperations family = new(backend, shape, rows);
        if (!json)
        {
            console.Output.WriteLine($"{shape}, {rows} row{(rows == 1 ? "" : "s")}, on {backend.Description}");
        }

        FamilyTiming[] timings = family.Measure(
            new PairedTimer(backend, Rounds, turn),
            round => console.Error.WriteLine($"round {round} of {Rounds}: {family.Updates.Count} updates"));
        if (json)
        {
            Array.ForEach(timings, timing => console.Output.WriteLine(Json(timing, backend, shape)));
        }
        else
        {
            WriteTable(timings, console.Output);
        }

        return ExitCode.Done;
    }

    private static void WriteTable(FamilyTiming[] timings, TextWriter output)
    {
        double gradient = OperationClock.Median([.. timings.Select(timing => timing.Times.UnitMedianSeconds)]);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a gradient of the surrogate loss takes {1e3 * gradient:0.000} ms; updates measured in it:"));
        output.WriteLine($"{"update",-15} {"gradients",9} {"counted",8} {"median ms",10}   {"work",-49} settings");
        foreach (FamilyTiming timing in timings)
        {
            FamilyUpdate update = timing.Update;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{update.Variant.Name,-15} {timing.Times.Multiple,9:0.00} {timing.CountedMultiple,8:0.00} " +
                $"{1e3 * timing.Times.MedianSeconds,10:0.000}   {Work(update),-49} {update.Variant.Settings}")
                .TrimEnd());
        }

        double trpo = Multiple(timings, FamilyVariant.Trpo);
        double ppo = Multiple(timings, FamilyVariant.Ppo);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a TRPO update costs {trpo:0.0} gradients, {trpo / ppo:0.00} PPO updates"));
    }

    private static double Multiple(FamilyTiming[] timings, string name) =>
        timings.Single(timing => timing.Update.Variant.Name == name).Times.Multiple;

    private static string Work(FamilyUpdate update)
    {
        string work = update.Variant switch
        {
            { HasMinibatches: true } =>
                Count(update.Steps, "step") + " of " +
                Count(Math.Min(update.Operation.Rows, update.Variant.Options.PolicyMinibatchRows), "row"),
            { HasSolve: true, HasKroneckerFactors: true } => $"factors, {Products(update)}",
            { HasSolve: true } => Products(update),
            { HasKroneckerFactors: true } => $"factors of {Count(update.CurvatureRows, "row")}",
            _ => "1 step",
        };
        string trials = update.Report.Backtracks > 0 ? $", {update.Report.Backtracks + 1} trials" : "";
        string outcome = update.Report.Outcome == UpdateOutcome.Accepted ? "" : $" ({update.Report.Outcome})";
        return work + trials + outcome;
    }

    private static string Products(FamilyUpdate update) =>
        $"{Count(update.Report.Solve?.Iterations ?? 0, "Fisher product")} of {Count(update.CurvatureRows, "row")}";

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Json(FamilyTiming timing, ComputeBackend backend, NetworkShape shape) =>
        JsonSerializer.Serialize(new
        {
            op = FamilyOperations.Name,
            update = timing.Update.Variant.Name,
            settings = timing.Update.Variant.Settings,
            device = backend.Name,
            batch = timing.Times.Operation.Rows,
            dims = string.Join('-', shape.Mlp.Widths.ToArray()),
            @params = shape.ParameterCount,
            gradients = timing.Times.Multiple,
            gradients_counted = timing.CountedMultiple,
            seconds_median = timing.Times.MedianSeconds,
            gradient_seconds_median = timing.Times.UnitMedianSeconds,
            fisher_products = timing.Update.Report.Solve?.Iterations ?? 0,
            curvature_rows = timing.Update.CurvatureRows,
            steps = timing.Update.Steps,
            trials = timing.Update.Report.Backtracks + 1,
            outcome = timing.Update.Report.Outcome.ToString(),
        });
}
