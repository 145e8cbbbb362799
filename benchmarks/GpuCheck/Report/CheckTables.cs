using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.GpuCheck.Peers;
using TrpoGpu.GpuCheck.Verification;

namespace TrpoGpu.GpuCheck.Report;

/// <summary>What was found, in tables for people: Markdown, so that they can be committed as they are.</summary>
/// <param name="output">Where they go.</param>
internal sealed class CheckTables(TextWriter output)
{
    /// <summary>Where the figures come from.</summary>
    internal void Write(CheckReport report)
    {
        output.WriteLine($"- device: {report.Device.Description} ({report.Device.Kind})");
        output.WriteLine($"- driver: {report.Device.Driver ?? "not known"}; {report.Device.Ilgpu}");
        output.WriteLine($"- processor: {report.System.Processor}, {report.System.Processors} logical processors");
        output.WriteLine($"- system: {report.System.Platform}, {report.System.Runtime}");
        output.WriteLine($"- date: {report.Date}, version {report.System.Library}");
    }

    /// <summary>A row an operation.</summary>
    internal void Write(OperationResult[] results)
    {
        TextTable table = new(
            "operation", " cases", " numbers", " largest error / bound", " CPU's bits", "verdict");
        foreach (OperationResult result in results)
        {
            string equal = result.ComparedNumbers == 0 ? "-" : $"{result.EqualNumbers} of {result.ComparedNumbers}";
            table.Add(
                result.Operation, $"{result.Cases}", $"{result.Numbers}", Number(result.WorstShare, "0.000"), equal,
                result.Holds ? "agrees" : "DISAGREES");
        }

        output.WriteLine();
        output.Write(table);
        foreach (OperationResult failure in results.Where(result => !result.Holds))
        {
            output.WriteLine($"disagreement: {failure.Operation}: {failure.Fault}");
        }
    }

    /// <summary>What the device could do.</summary>
    internal void Write(DeviceRates rates)
    {
        output.WriteLine();
        output.WriteLine(
            $"Copies read and write {Number(rates.CopyGigabytes, "#,0")} GB/s; multiply-adds reach " +
            $"{Number(rates.FmaGigaflops, "#,0")} GFLOP/s.");
    }

    /// <summary>A row a measurement.</summary>
    internal void Write(IReadOnlyList<MeasuredLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        TextTable table = new(
            "network or environment", " rows", "operation", " median us", " min us", " GFLOP/s", " of peak",
            " of roofline", " steps/s", " launches", " host reads");
        foreach (MeasuredLine line in lines)
        {
            string subject = line.Environments is int count ? $"{line.Subject} x {count}" : line.Subject;
            table.Add(
                line.Note is null ? subject : $"{subject} ({line.Note})", $"{line.Rows}", line.Operation,
                Micro(line.SecondsMedian), Micro(line.SecondsMin), Number(line.Gigaflops, "#,0.0"),
                Number(line.PeakShare, "0%"), Number(line.RooflineShare, "0%"),
                Number(line.StepsPerSecond, "#,0"), Number(line.Launches, "0"), Number(line.HostReads, "0"));
        }

        output.WriteLine();
        output.WriteLine(
            "A cg is ten products and steps of a solve and one wait. GFLOP/s count matrix products alone;");
        output.WriteLine(
            "the roofline is the lower of the multiply-add rate and what copies could feed with activations kept.");
        output.WriteLine();
        output.Write(table);
    }

    /// <summary>A row a training.</summary>
    internal void Write(IReadOnlyList<TrainingLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        TextTable table = new(
            "training", " environments", " steps", " steps/s", " rollout", " update", " critic", " return");
        foreach (TrainingLine line in lines)
        {
            table.Add(
                $"{line.Environment}, {line.Name}", $"{line.Environments}", $"{line.Steps}",
                Number(line.StepsPerSecond, "#,0"), Number(line.RolloutShare, "0%"), Number(line.UpdateShare, "0%"),
                Number(line.CriticShare, "0%"), Number(line.ReturnMean, "0.0"));
        }

        output.WriteLine();
        output.Write(table);
    }

    /// <summary>A row a comparison with a peer.</summary>
    internal void Write(IReadOnlyList<PeerRatio> ratios)
    {
        if (ratios.Count == 0)
        {
            return;
        }

        TextTable table = new(
            "network", " rows", "operation", "peer", " its us", " ours us", " times as fast");
        foreach (PeerRatio ratio in ratios)
        {
            table.Add(
                ratio.Subject, $"{ratio.Rows}", ratio.Operation, $"{ratio.Peer} {ratio.Version}, {ratio.Variant}",
                Micro(ratio.PeerSeconds), Micro(ratio.Seconds), Number(ratio.Ratio, "0.0"));
        }

        output.WriteLine();
        output.Write(table);
    }

    /// <summary>A row a kernel.</summary>
    internal void Write(IReadOnlyList<KernelTime> kernels)
    {
        if (kernels.Count == 0)
        {
            return;
        }

        TextTable table = new("update of", "kernel", " launches", " us in all", " of the update");
        foreach (KernelTime kernel in kernels)
        {
            table.Add(
                kernel.Subject, kernel.Kernel, $"{kernel.Launches}", Micro(kernel.Seconds),
                Number(kernel.Share, "0.0%"));
        }

        output.WriteLine();
        output.WriteLine("Every launch waited for: its share of an update, with what the host did before it.");
        output.WriteLine();
        output.Write(table);
    }

    /// <summary>A row a network: the engine's launch and the fastest.</summary>
    internal void Write(IReadOnlyList<SweepPoint> points)
    {
        if (points.Count == 0)
        {
            return;
        }

        TextTable table = new(
            "Fisher product of", " as chosen us", " best us", " best group", " groups a multiprocessor", " run tiles");
        foreach (IGrouping<string, SweepPoint> network in points.GroupBy(point => point.Subject))
        {
            SweepPoint best = network.MinBy(point => point.Seconds)!;
            SweepPoint chosen = network.FirstOrDefault(point => point.IsDefault) ?? best;
            table.Add(
                network.Key, Micro(chosen.Seconds), Micro(best.Seconds), best.Group is int group ? $"{group}" : "-",
                $"{best.GroupsPerMultiprocessor}", $"{best.RunTiles}");
        }

        output.WriteLine();
        output.Write(table);
    }

    /// <summary>A line a bar.</summary>
    internal void Write(Bar[] bars)
    {
        output.WriteLine();
        foreach (Bar bar in bars)
        {
            output.WriteLine(bar);
        }
    }

    private static string Micro(double seconds) => Number(1e6 * seconds, "#,0.0");

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
