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
    // Shorter times are told in microseconds.
    private const double LeastSecondsInMilliseconds = 1e-4;

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
            bytes_moved = timing.Operation.BytesMoved,
            allocated_bytes = timing.AllocatedBytes,
        });

    private static string Text(OperationTiming timing)
    {
        string peak = timing.PeakShare is double share
            ? $"   {share,4:0%} of {timing.PeakGigaflops:0} GFLOP/s peak"
            : "";
        string steps = timing.StepsPerSecond is double rate ? $"   {Display.Progress.Count(rate)} steps/s" : "";
        return $"{timing.Operation.Name,-12}   median {Time(timing.MedianSeconds)}   " +
            $"min {Time(timing.MinSeconds)}   {timing.Gigaflops,7:0.0} GFLOP/s{peak}{steps}   " +
            $"{timing.AllocatedBytes} B allocated";
    }

    private static string Time(double seconds)
    {
        (double value, string unit) =
            seconds < LeastSecondsInMilliseconds ? (1e6 * seconds, "us") : (1e3 * seconds, "ms");
        return $"{value.ToString("0.000", CultureInfo.InvariantCulture),9} {unit}";
    }
}
