using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>
/// The operations of one network, ours and the peers', in turns: what slows the machine for a while slows both, and
/// what is told is the median over rounds of the ratios of pairs.
/// </summary>
/// <param name="backend">Ours.</param>
/// <param name="network">What is compared on.</param>
/// <param name="options">Which operations, how often.</param>
/// <param name="peers">Theirs.</param>
/// <param name="progress">Told of every step.</param>
internal sealed class NetworkComparison(
    ComputeBackend backend, BenchmarkNetwork network, CompareOptions options, PeerGroup peers, StageProgress progress)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);

    private readonly Dictionary<string, OperationClock> clocks = [];
    private readonly List<Pairs> pairs = [];

    /// <summary>The highest peak measured before a turn.</summary>
    public double? PeakGigaflops => clocks.Values.Max(clock => clock.PeakGigaflops);

    /// <summary>Steps of one network, as progress counts them.</summary>
    public static int Steps(CompareOptions options, BenchmarkNetwork network) => Chosen(options, network).Length + 1;

    /// <summary>Takes all turns.</summary>
    /// <param name="result">Where ratios and omissions go; rows follow when the peak is known.</param>
    public void Measure(ComparisonResult result)
    {
        ComparedOperation[] chosen = Chosen(options, network);
        using NetworkOperations operations = new(backend, network.Shape, network.Rows);
        progress.Step($"{network}: ours");
        foreach (ComparedOperation operation in chosen)
        {
            clocks[operation.Name] = new OperationClock(backend, operations.Create(operation.Name), Turn);
            clocks[operation.Name].WarmUp();
        }

        CompareOwn(result);
        foreach (ComparedOperation operation in chosen)
        {
            progress.Step($"{network}: {operation.Name}");
            Compare(operation, result);
        }
    }

    /// <summary>A row for each operation and peer, or for the operation alone.</summary>
    /// <param name="peakGigaflops">The highest of the whole run.</param>
    public IEnumerable<ComparisonRow> Rows(double? peakGigaflops)
    {
        foreach ((string name, OperationClock clock) in clocks)
        {
            OperationTiming ours = clock.Timing(peakGigaflops);
            Pairs[] own = [.. pairs.Where(pair => pair.Operation == name)];
            foreach (Pairs pair in own)
            {
                yield return new ComparisonRow(network, ours, pair.Timing());
            }

            if (own.Length == 0)
            {
                yield return new ComparisonRow(network, ours, null);
            }
        }
    }

    private static ComparedOperation[] Chosen(CompareOptions options, BenchmarkNetwork network) =>
        [.. ComparedOperation.All.Where(operation => options.Includes(network, operation.Name))];

    // Next to each other, without peers between them.
    private void CompareOwn(ComparisonResult result)
    {
        string[] names = [.. ComparedOperation.Own.SelectMany(own => (string[])[own.Name, own.Unit]).Distinct()];
        OperationClock[] together = [.. names.Where(clocks.ContainsKey).Select(name => clocks[name])];
        Dictionary<string, double>[] rounds = new Dictionary<string, double>[options.Rounds];
        for (int round = 0; round < rounds.Length; round++)
        {
            rounds[round] = together.ToDictionary(clock => clock.Operation.Name, clock => clock.TakeTurn());
        }

        foreach ((string name, string unit) in ComparedOperation.Own)
        {
            if (clocks.ContainsKey(name) && clocks.ContainsKey(unit))
            {
                double ratio = OperationClock.Median([.. rounds.Select(round => round[name] / round[unit])]);
                result.Own.Add(new OwnRatio(network, name, unit, ratio));
            }
        }
    }

    private void Compare(ComparedOperation operation, ComparisonResult result)
    {
        List<string> asked = [.. operation.Peers];
        for (int round = 0; round < options.Rounds; round++)
        {
            double ours = clocks[operation.Name].TakeTurn();
            foreach (string variant in asked.ToArray())
            {
                try
                {
                    foreach ((string blas, double seconds) in peers.TakeTurns(Request(variant)))
                    {
                        Of(operation.Name, blas, variant).Add(seconds, ours);
                    }
                }
                catch (PeerException failure)
                {
                    result.Omissions.Add($"{network}, {variant}: {failure.Message}");
                    asked.Remove(variant);
                }
            }
        }
    }

    private string Request(string variant)
    {
        string head = network.Shape.Head.Kind == HeadKind.Categorical ? "categorical" : "gaussian";
        return $"{variant} {network.WidthText} {network.Rows} {head}";
    }

    private Pairs Of(string operation, string blas, string variant)
    {
        Pairs? found = pairs.Find(
            pair => pair.Operation == operation && pair.Blas == blas && pair.Variant == variant);
        if (found is null)
        {
            found = new Pairs(operation, blas, variant);
            pairs.Add(found);
        }

        return found;
    }
}
