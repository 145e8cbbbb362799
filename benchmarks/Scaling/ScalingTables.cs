using System.Globalization;
using System.IO;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>How times grow and shrink, for people: Markdown, so that it can be committed as it is.</summary>
/// <param name="rounds">Turns of each.</param>
internal sealed class ScalingTables(int rounds)
{
    /// <summary>Three tables and the verdicts.</summary>
    /// <param name="network">Whose batches grew.</param>
    /// <param name="result">What was found.</param>
    public string Text(BenchmarkNetwork network, ScalingResult result)
    {
        using StringWriter text = new() { NewLine = "\n" };
        text.WriteLine(
            $"Medians of {rounds} round{(rounds == 1 ? "" : "s")}, in each of which everything had its turn.");
        foreach (string omission in result.Omissions)
        {
            text.WriteLine(omission);
        }

        if (result.Rows.Count > 0)
        {
            text.WriteLine($"\n## More rows\n\n{network.WidthText} {network.Shape.Head.Kind}.");
            text.WriteLine(
                $"On the line a row costs what it does in the median batch of {RowLine.Begin} rows and more.\n");
            text.Write(RowTable(result));
        }

        if (result.Threads.Count > 0)
        {
            text.WriteLine("\n## More threads\n");
            text.WriteLine("Two threads beside one, in pairs of turns. The machine's own multiply-adds show what a");
            text.WriteLine("second thread can gain at most.\n");
            text.Write(ThreadTable(result));
        }

        if (result.Latencies.Count > 0)
        {
            text.WriteLine("\n## A single row\n\nThe forward pass of one observation: what each action waits for.\n");
            text.Write(LatencyTable(result));
        }

        text.WriteLine("\n## What the project asks for\n");
        foreach (Bar bar in ScalingBars.Of(result))
        {
            text.WriteLine($"- {bar}");
        }

        return text.ToString();
    }

    private static TextTable RowTable(ScalingResult result)
    {
        TextTable table = new("operation", " rows", " ms", " ns a row", " off the line");
        foreach (RowCost cost in result.Rows)
        {
            table.Add(
                cost.Operation, $"{cost.Rows}", Number(1e3 * cost.SecondsPerRow * cost.Rows, "#,0.000"),
                Number(1e9 * cost.SecondsPerRow, "0.0"), Number(cost.Deviation, "+0.0%;-0.0%"));
        }

        return table;
    }

    private static TextTable ThreadTable(ScalingResult result)
    {
        TextTable table = new("network or environment", " rows", "operation", " one ms", " two ms", " gain");
        foreach (ThreadGain gain in result.Threads)
        {
            bool isPeak = gain.Operation == ThreadScaling.Peak;
            table.Add(
                gain.Subject, isPeak ? "-" : $"{gain.Rows}", gain.Operation,
                isPeak ? "-" : Number(1e3 * gain.One, "#,0.000"), isPeak ? "-" : Number(1e3 * gain.Two, "#,0.000"),
                Number(gain.Gain, "0.00"));
        }

        return table;
    }

    private static TextTable LatencyTable(ScalingResult result)
    {
        TextTable table = new("network", " median us", " min us", " B allocated");
        foreach ((string network, OperationTiming timing) in result.Latencies)
        {
            table.Add(
                network, Number(1e6 * timing.MedianSeconds, "0.00"), Number(1e6 * timing.MinSeconds, "0.00"),
                $"{timing.AllocatedBytes}");
        }

        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
