using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>What a row costs in batches of a thousand to a million, each size with a turn in every round.</summary>
/// <param name="backend">What is measured.</param>
/// <param name="options">How often, and up to which size.</param>
/// <param name="progress">Told of every round.</param>
internal sealed class RowScaling(ComputeBackend backend, ScalingOptions options, StageProgress progress)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);
    private static readonly string[] Names = ["fvp", "update"];

    private static readonly int[] Sizes =
        [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

    /// <summary>Measures all sizes that fit into memory together.</summary>
    /// <param name="network">Policy.</param>
    /// <param name="result">Where costs and omissions go.</param>
    public void Measure(NetworkShape network, ScalingResult result)
    {
        int[] wanted = [.. Sizes.Where(rows => rows <= options.MostRows)];
        int[] sizes = Fitting(network, wanted, HostMemory.Available(), result);
        if (!Array.Exists(sizes, rows => rows >= RowLine.Begin))
        {
            result.Omissions.Add($"No batch of {RowLine.Begin} rows or more, so there is no line to be on.");
            return;
        }

        progress.Begin("rows", options.Rounds + 1);
        NetworkOperations[] operations = Array.ConvertAll(sizes, rows => new NetworkOperations(backend, network, rows));
        OperationClock[][] clocks = Array.ConvertAll(
            Names,
            name => Array.ConvertAll(operations, one => new OperationClock(backend, one.Create(name), Turn)));
        progress.Step("warming up");
        Array.ForEach(clocks, ofName => Array.ForEach(ofName, clock => clock.WarmUp()));
        double[][][] costs = new double[options.Rounds][][];
        for (int round = 0; round < costs.Length; round++)
        {
            progress.Step($"round {round + 1}");
            costs[round] = Array.ConvertAll(
                clocks, ofName => Array.ConvertAll(ofName, clock => clock.TakeTurn() / clock.Operation.Rows));
        }

        progress.End();
        Array.ForEach(operations, one => one.Dispose());
        for (int name = 0; name < Names.Length; name++)
        {
            result.Rows.AddRange(Costs(Names[name], sizes, Array.ConvertAll(costs, round => round[name])));
        }
    }

    /// <summary>Sizes that fit together, from the smallest up.</summary>
    /// <param name="network">Policy.</param>
    /// <param name="sizes">B of each, ascending.</param>
    /// <param name="availableBytes">What may be taken.</param>
    /// <param name="result">Told which do not fit.</param>
    internal static int[] Fitting(NetworkShape network, int[] sizes, long availableBytes, ScalingResult result)
    {
        List<int> fitting = [];
        foreach (int rows in sizes)
        {
            long needed =
                HostMemory.OfBatch(network, rows) + (Names.Length * HostMemory.OfOperation(network, rows));
            if (needed > availableBytes)
            {
                result.Omissions.Add(
                    $"{rows} rows and more are left out: they take {ByteText.Format(needed)}, and " +
                    $"{ByteText.Format(availableBytes)} may be taken.");
                break;
            }

            availableBytes -= needed;
            fitting.Add(rows);
        }

        return [.. fitting];
    }

    private static IEnumerable<RowCost> Costs(string name, int[] sizes, double[][] costs)
    {
        double[] deviations = RowLine.Deviations(sizes, costs);
        return sizes.Select((rows, size) => new RowCost(
            name, rows, OperationClock.Median([.. costs.Select(round => round[size])]), deviations[size]));
    }
}
