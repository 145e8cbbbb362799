using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks;

/// <summary><c>quick</c>: times every operation on the networks that matter most, in less than a minute.</summary>
internal static class QuickCommand
{
    private const int Rounds = 5;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.03);

    /// <summary>Measures, and says what was found.</summary>
    /// <param name="backend">What is measured.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="file">A file for the table with the facts of the machine; none if null.</param>
    public static void Run(ComputeBackend backend, TextWriter output, string? file)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(output);
        (string Subject, OperationTiming Timing)[] timings = Measure(backend);
        string explanation =
            $"""
            Medians of {Rounds} rounds, in each of which every operation had its turn. GFLOP/s count two operations for
            each multiply-add of the matrix products and nothing else; a cg_step has none, and its vectors are counted.
            MB are what a run reads and writes at least, each number counted once and activations kept; B allocated are
            managed memory, by a run after the first.
            The peak of fused multiply-adds, measured before every turn, was {Peak(timings)} GFLOP/s.

            """;
        string table = $"{explanation}\n{Table(timings)}";
        output.WriteLine(table);

        (string best, OperationTiming fastest) = timings.MaxBy(entry => entry.Timing.Gigaflops);
        output.WriteLine(
            $"{timings.Length} operations timed, each verified before. The highest rate is " +
            $"{Number(fastest.Gigaflops, "0.0")} GFLOP/s: {fastest.Operation.Name} of {best}.");
        if (file is not null)
        {
            ResultFile.Write(file, "Times of the operations", "--quick", backend, table);
            output.WriteLine($"The table is in {file}.");
        }
    }

    private static (string Subject, OperationTiming Timing)[] Measure(ComputeBackend backend)
    {
        List<(string Subject, TimedOperation Operation)> entries = [];
        Stack<IDisposable> owned = [];
        foreach (BenchmarkNetwork network in BenchmarkNetwork.Quick)
        {
            NetworkOperations operations = new(backend, network.Shape, network.Rows);
            owned.Push(operations);
            foreach (string name in NetworkOperations.Names)
            {
                entries.Add(($"{network.WidthText} {network.Shape.Head.Kind}", operations.Create(name)));
            }
        }

        foreach (BenchmarkRollout rollout in BenchmarkRollout.All)
        {
            RolloutOperation operation = new(backend, rollout.Environment, rollout.Count, rollout.Steps);
            owned.Push(operation);
            entries.Add(($"{rollout}", operation.Operation));
        }

        OperationTiming[] timings =
            new InterleavedTimer(backend, Rounds, Turn).Measure([.. entries.Select(entry => entry.Operation)]);
        while (owned.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }

        return [.. entries.Zip(timings, (entry, timing) => (entry.Subject, timing))];
    }

    private static string Table((string Subject, OperationTiming Timing)[] timings)
    {
        TextTable table = new(
            "network or environment", " rows", "operation", " median us", " min us", " GFLOP/s", " of peak",
            " MB moved", " B allocated", " steps/s");
        foreach ((string subject, OperationTiming timing) in timings)
        {
            table.Add(
                subject, $"{timing.Operation.Rows}", timing.Operation.Name,
                Number(1e6 * timing.MedianSeconds, "#,0.0"), Number(1e6 * timing.MinSeconds, "#,0.0"),
                Number(timing.Gigaflops, "0.0"), Number(timing.PeakShare, "0%"),
                Number(1e-6 * timing.Operation.BytesMoved, "#,0.00"), $"{timing.AllocatedBytes}",
                Number(timing.StepsPerSecond, "#,0"));
        }

        return table.ToString();
    }

    // One for all: whichever turn it was measured before.
    private static string Peak((string Subject, OperationTiming Timing)[] timings) =>
        Number(timings[0].Timing.PeakGigaflops, "0");

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
