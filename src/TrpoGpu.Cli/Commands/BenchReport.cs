using System.Globalization;
using System.IO;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary>Writes timings: lines for people, or one JSON object a line for programs.</summary>
internal sealed class BenchReport(TextWriter output, bool json)
{
    /// <summary>Says what is being timed and on what; not to programs.</summary>
    internal void Begin(string subject)
    {
        if (!json)
        {
            output.WriteLine(subject);
        }
    }

    /// <summary>Writes one timing of operations on a network.</summary>
    internal void Add(OperationTiming timing, ComputeBackend backend, NetworkShape shape) =>
        output.WriteLine(json ? Json(timing, backend, shape) : Text(timing));

    private static string Json(OperationTiming timing, ComputeBackend backend, NetworkShape shape) =>
        JsonSerializer.Serialize(new
        {
            op = timing.Operation.Name,
            device = backend.Name,
            batch = timing.Operation.Rows,
            dims = string.Join('-', shape.Mlp.Widths.ToArray()),
            @params = shape.ParameterCount,
            seconds_min = timing.MinSeconds,
            seconds_median = timing.MedianSeconds,
            gflops = timing.Gigaflops,
            peak_gflops = timing.PeakGigaflops,
            steps_per_second = timing.StepsPerSecond,
        });

    private static string Text(OperationTiming timing)
    {
        string peak = timing.PeakShare is double share
            ? $"   {share,4:0%} of {timing.PeakGigaflops:0} GFLOP/s peak"
            : "";
        string steps = timing.StepsPerSecond is double rate ? $"   {Display.Progress.Count(rate)} steps/s" : "";
        return $"{timing.Operation.Name,-8}   median {Milliseconds(timing.MedianSeconds)}   " +
            $"min {Milliseconds(timing.MinSeconds)}   {timing.Gigaflops,7:0.0} GFLOP/s{peak}{steps}";
    }

    private static string Milliseconds(double seconds) =>
        (1e3 * seconds).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(9) + " ms";
}
