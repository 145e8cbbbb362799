using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.GpuCheck.Peers;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Holds what was measured to what the project asks of a large device.</summary>
internal static class Bars
{
    private const int LargeRows = 262_144;
    private const double LeastRooflineShare = 0.5;
    private const double MostProductSeconds = 30e-6;
    private const double LeastOverPyTorch = 5;
    private const double LeastOverJax = 2;
    private const double LeastStepsPerSecond = 50e6;

    /// <summary>Every bar.</summary>
    internal static Bar[] Of(
        IReadOnlyList<MeasuredLine> lines, IReadOnlyList<TrainingLine> trainings, IReadOnlyList<PeerRatio> peers) =>
    [
        LargeProducts(lines),
        SmallProduct(lines),
        Over("PyTorch's double backprop", peers, "torch", "double-backprop", LeastOverPyTorch),
        Over("jitted JAX", peers, "jax", "", LeastOverJax),
        Training(trainings),
    ];

    private static Bar LargeProducts(IReadOnlyList<MeasuredLine> lines)
    {
        const string Name = "Fisher products within twice their roofline at 262,144 rows and more";
        MeasuredLine? worst = lines
            .Where(line => line.Operation == "fvp" && line.Rows >= LargeRows && line.RooflineShare is not null)
            .MinBy(line => line.RooflineShare);
        return worst?.RooflineShare is not double share
            ? new Bar(Name, null, null)
            : new Bar(
                Name, $"{Text(1 / share, "0.00")} times at the worst: {worst.Subject} x {worst.Rows}",
                share >= LeastRooflineShare);
    }

    private static Bar SmallProduct(IReadOnlyList<MeasuredLine> lines)
    {
        const string Name = "at most 30 us a product inside a solve, 17-64-64-6 x 5,000";
        MeasuredLine? line = lines.FirstOrDefault(
            line => line.Operation == "cg" && line.Subject == MeasuredShape.HalfCheetah.Widths && line.Rows == 5_000);
        double? seconds = line?.SecondsMedian / NetworkOperations.ConjugateGradientIterations;
        return new Bar(
            Name, seconds is null ? null : $"{Text(1e6 * seconds.Value, "0.0")} us",
            seconds is null ? null : seconds <= MostProductSeconds);
    }

    // A peer has several ways; it is held against the best of them.
    private static Bar Over(
        string whom, IReadOnlyList<PeerRatio> peers, string peer, string variant, double least)
    {
        string name = $"whole updates at least {Text(least, "0")} times as fast as {whom}";
        PeerRatio? worst = peers
            .Where(ratio => ratio.Peer == peer && ratio.Operation == "update" &&
                (variant.Length == 0 || ratio.Variant == variant))
            .MinBy(ratio => ratio.Ratio);
        return worst is null
            ? new Bar(name, null, null)
            : new Bar(
                name, $"{Text(worst.Ratio, "0.0")} times at the worst: {worst.Subject} x {worst.Rows}",
                worst.Ratio >= least);
    }

    private static Bar Training(IReadOnlyList<TrainingLine> trainings)
    {
        const string Name = "CartPole training at 50 million environment steps a second or more";
        TrainingLine? best = trainings.MaxBy(line => line.StepsPerSecond);
        return best is null
            ? new Bar(Name, null, null)
            : new Bar(
                Name, $"{Text(best.StepsPerSecond * 1e-6, "0.0")} million with {best.Name}",
                best.StepsPerSecond >= LeastStepsPerSecond);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
