using System;
using System.Globalization;
using System.Linq;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>What the project asks of growth with rows, of threads and of a single row.</summary>
internal static class ScalingBars
{
    private const double MostDeviation = 0.10;
    private const double LeastGain = 1.85;
    private const double MostRowSeconds = 2e-6;
    private const string RowNetwork = "17-64-64-6";

    /// <summary>Every bar.</summary>
    public static Bar[] Of(ScalingResult result) => [Line(result), Threads(result), Row(result)];

    private static Bar Line(ScalingResult result)
    {
        string name =
            $"a row costs the same within {Text(MostDeviation, "0%")} from {RowLine.Begin} rows on";
        RowCost? worst = result.Rows.Where(cost => cost.Rows >= RowLine.Begin)
            .MaxBy(cost => Math.Abs(cost.Deviation));
        return worst is null
            ? new Bar(name, null, null)
            : new Bar(
                name, $"{Text(worst.Deviation, "+0.0%;-0.0%")} at the worst: {worst.Operation}, {worst.Rows} rows",
                Math.Abs(worst.Deviation) <= MostDeviation);
    }

    private static Bar Threads(ScalingResult result)
    {
        string name = $"two threads at least {Text(LeastGain, "0.00")} times as fast as one";
        ThreadGain? worst = result.Threads.Where(gain => gain.Operation != ThreadScaling.Peak).MinBy(gain => gain.Gain);
        return worst is null
            ? new Bar(name, null, null)
            : new Bar(
                name, $"{Text(worst.Gain, "0.00")} times at the worst: {worst.Operation} of {worst.Subject}",
                worst.Gain >= LeastGain);
    }

    private static Bar Row(ScalingResult result)
    {
        string name =
            $"forward of one row of {RowNetwork} in at most {Text(1e6 * MostRowSeconds, "0")} us, allocating nothing";
        OperationTiming? timing = result.Latencies
            .FirstOrDefault(latency => latency.Network.StartsWith(RowNetwork, StringComparison.Ordinal)).Timing;
        return timing is null
            ? new Bar(name, null, null)
            : new Bar(
                name, $"{Text(1e6 * timing.MedianSeconds, "0.00")} us, {timing.AllocatedBytes} bytes",
                timing.MedianSeconds <= MostRowSeconds && timing.AllocatedBytes == 0);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
