using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary><c>compare</c>: ours and PyTorch's, in turns, in one table, and the project's bars.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="output">Where the table goes.</param>
/// <param name="error">Told how far it has come.</param>
internal sealed class CompareCommand(CompareOptions options, TextWriter output, TextWriter error)
{
    private readonly StageProgress progress =
        new(error, isTerminal: ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Verifies, compares and prints.</summary>
    /// <param name="networks">To compare on.</param>
    /// <param name="peerFolder">With the peers' scripts.</param>
    /// <returns>Whether everything agreed with the reference: being slow is no failure.</returns>
    /// <exception cref="UsageException">Nothing has the name that was asked for.</exception>
    public bool Run(IReadOnlyList<BenchmarkNetwork> networks, string peerFolder)
    {
        using CpuBackend backend = new();
        ComparisonResult result = new();
        BenchmarkNetwork[] chosen = [.. networks.Where(network => IsChosen(network, result))];
        if (chosen.Length == 0)
        {
            throw new UsageException(
                $"--only: nothing is called '{options.Only}', expected a part of, say, '{networks[0]} fvp'");
        }

        if (!Verify(backend, chosen))
        {
            return false;
        }

        Measure(backend, chosen, peerFolder, result);
        ComparisonTables tables = new(options.Rounds, SpeedBars.Of(result));
        string text = tables.Text(result);
        output.WriteLine();
        output.Write(text);
        if (options.File is string file)
        {
            ResultFile.Write(file, "Ours and PyTorch's", "--compare", backend, text);
            output.WriteLine($"\nThe table is in {file}.");
        }

        return true;
    }

    private bool IsChosen(BenchmarkNetwork network, ComparisonResult result)
    {
        if (!ComparedOperation.All.Any(operation => options.Includes(network, operation.Name)))
        {
            return false;
        }

        string? omission = network.Omission(HostMemory.Available() / ComparedOperation.All.Length);
        if (omission is not null)
        {
            result.Omissions.Add(omission);
        }

        return omission is null;
    }

    private bool Verify(ComputeBackend backend, BenchmarkNetwork[] networks)
    {
        MachineFacts.Write(output, backend);
        output.WriteLine();
        return EngineVerification.Report(
            backend,
            [.. networks.DistinctBy(one => one.WidthText).Select(one => (one.Shape, one.QuickVerifiedRows))],
            output);
    }

    private void Measure(
        CpuBackend backend, BenchmarkNetwork[] networks, string peerFolder, ComparisonResult result)
    {
        PeerStart[] starts = PeerGroup.Find(options, peerFolder, backend.Threads, result.Omissions);
        List<NetworkComparison> comparisons = [];
        progress.Begin("compared", networks.Sum(network => NetworkComparison.Steps(options, network)));
        foreach (BenchmarkNetwork network in networks)
        {
            // Peers anew for each network: what they keep for one is not in the way of the next.
            List<string> refusals = [];
            using PeerGroup peers = new(starts, refusals);
            NetworkComparison comparison = new(backend, network, options, peers, progress);
            comparison.Measure(result);
            comparisons.Add(comparison);
            result.Peers.AddRange(peers.Facts);
            result.Omissions.AddRange(refusals.Except(result.Omissions));
        }

        progress.End();
        result.PeakGigaflops = comparisons.Max(comparison => comparison.PeakGigaflops);
        result.Rows.AddRange(comparisons.SelectMany(comparison => comparison.Rows(result.PeakGigaflops)));
    }
}
