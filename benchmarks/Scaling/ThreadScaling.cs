using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.Benchmarks.Scaling;

/// <summary>
/// Two threads beside one, in pairs of turns. The engine whose turn it is not sleeps: its threads have stopped to spin
/// before the peak of the other is measured, and that comes before its turn.
/// </summary>
/// <param name="rounds">Pairs of each operation.</param>
/// <param name="progress">Told of every operation.</param>
internal sealed class ThreadScaling(int rounds, StageProgress progress) : IDisposable
{
    /// <summary>What the peak of the machine is called among operations.</summary>
    internal const string Peak = "multiply-adds";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);
    private static readonly string[] Names = ["fvp", "gradient", "update", "critic"];

    private readonly CpuBackend one = new(1);
    private readonly CpuBackend two = new(2);

    /// <summary>Measures the operations of networks, and rollouts; last the peak itself.</summary>
    /// <param name="networks">Policies and rows.</param>
    /// <param name="rollouts">Environments.</param>
    /// <param name="result">Where gains and omissions go.</param>
    public void Measure(
        IReadOnlyList<BenchmarkNetwork> networks, IReadOnlyList<BenchmarkRollout> rollouts, ScalingResult result)
    {
        if (Environment.ProcessorCount < 2)
        {
            result.Omissions.Add("One processor, so that two threads gain nothing: they are not measured.");
            return;
        }

        progress.Begin("threads", (networks.Count * Names.Length) + rollouts.Count);
        List<(double One, double Two)> peaks = [];
        foreach (BenchmarkNetwork network in networks)
        {
            using NetworkOperations alone = new(one, network.Shape, network.Rows);
            using NetworkOperations together = new(two, network.Shape, network.Rows);
            foreach (string name in Names)
            {
                progress.Step($"{network}: {name}");
                string subject = $"{network.WidthText} {network.Shape.Head.Kind}";
                result.Threads.Add(Compare(subject, alone.Create(name), together.Create(name), peaks));
            }
        }

        foreach (BenchmarkRollout rollout in rollouts)
        {
            progress.Step($"{rollout}");
            using RolloutOperation alone = new(one, rollout.Environment, rollout.Count, rollout.Steps);
            using RolloutOperation together = new(two, rollout.Environment, rollout.Count, rollout.Steps);
            result.Threads.Add(Compare($"{rollout}", alone.Operation, together.Operation, peaks));
        }

        progress.End();
        double peakOfOne = peaks.Max(peak => peak.One);
        double peakOfTwo = peaks.Max(peak => peak.Two);
        result.Threads.Add(new ThreadGain(
            "the machine's peak", Peak, 0, 1e-9 / peakOfOne, 1e-9 / peakOfTwo, peakOfTwo / peakOfOne));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }

    private ThreadGain Compare(
        string subject, TimedOperation alone, TimedOperation together, List<(double One, double Two)> peaks)
    {
        OperationClock ofOne = new(one, alone, Turn);
        OperationClock ofTwo = new(two, together, Turn);
        ofOne.WarmUp();
        ofTwo.WarmUp();
        List<double> gains = [];
        for (int round = 0; round < rounds; round++)
        {
            double seconds = ofTwo.TakeTurn();
            gains.Add(ofOne.TakeTurn() / seconds);
        }

        peaks.Add((ofOne.PeakGigaflops ?? 0, ofTwo.PeakGigaflops ?? 0));
        return new ThreadGain(
            subject, alone.Name, alone.Rows, ofOne.Timing(null).MedianSeconds, ofTwo.Timing(null).MedianSeconds,
            OperationClock.Median(gains));
    }
}
