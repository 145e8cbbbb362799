using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary><c>scaling</c>: times against rows and threads, the latency of one row, and the project's bars.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="output">Where the tables go.</param>
/// <param name="error">Told how far it has come.</param>
internal sealed class ScalingCommand(ScalingOptions options, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);

    private readonly StageProgress progress =
        new(error, isTerminal: ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Verifies, measures and prints.</summary>
    /// <param name="networks">For threads and single rows; of the one named halfcheetah batches grow.</param>
    /// <param name="rollouts">For threads.</param>
    /// <returns>Whether everything agreed with the reference: being slow is no failure.</returns>
    public bool Run(IReadOnlyList<BenchmarkNetwork> networks, IReadOnlyList<BenchmarkRollout> rollouts)
    {
        using CpuBackend backend = new();
        MachineFacts.Write(output, backend);
        output.WriteLine();
        if (!EngineVerification.Report(
            backend, [.. networks.Select(network => (network.Shape, network.QuickVerifiedRows))], output))
        {
            return false;
        }

        BenchmarkNetwork growing = networks.First(network => network.Name == "halfcheetah");
        ScalingResult result = new();
        new RowScaling(backend, options, progress).Measure(growing.Shape, result);
        using (ThreadScaling threads = new(options.Rounds, progress))
        {
            threads.Measure([.. networks.Where(network => network.Name != "cartpole")], rollouts, result);
        }

        MeasureLatencies(backend, networks, result);
        string text = new ScalingTables(options.Rounds).Text(growing, result);
        output.WriteLine();
        output.Write(text);
        if (options.File is string file)
        {
            ResultFile.Write(file, "How times grow with rows and shrink with threads", "--scaling", backend, text);
            output.WriteLine($"\nThe tables are in {file}.");
        }

        return true;
    }

    private void MeasureLatencies(
        CpuBackend backend, IReadOnlyList<BenchmarkNetwork> networks, ScalingResult result)
    {
        NetworkOperations[] owners =
            [.. networks.Select(network => new NetworkOperations(backend, network.Shape, network.Rows))];
        OperationTiming[] timings = new InterleavedTimer(backend, options.Rounds, Turn).Measure(
            Array.ConvertAll(owners, owner => owner.Create("forward_row")));
        result.Latencies.AddRange(networks.Zip(
            timings, (network, timing) => ($"{network.WidthText} {network.Shape.Head.Kind}", timing)));
        Array.ForEach(owners, owner => owner.Dispose());
    }
}
