using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks;

/// <summary>Hands over to BenchmarkDotNet.</summary>
internal static class TimedBenchmarks
{
    private const int Succeeded = 0;
    private const int Failed = 1;

    // Medians of nine: enough for a machine left alone, and all workloads in a reasonable time.
    private const int WarmUps = 2;
    private const int Iterations = 9;

    // Names of networks and environments in full.
    private const int WidestParameter = 50;

    /// <summary>Runs the benchmarks that the arguments choose: all without a filter.</summary>
    /// <param name="arguments">Of BenchmarkDotNet.</param>
    /// <returns>An exit code: a benchmark whose engine disagrees with the reference is a failure.</returns>
    public static int Run(string[] arguments)
    {
        foreach (BenchmarkNetwork network in BenchmarkNetwork.All)
        {
            if (network.Omission(HostMemory.Available()) is string reason)
            {
                Console.WriteLine(reason);
            }
        }

        string[] chosen = arguments.Any(argument => argument is "--filter" or "-f")
            ? arguments
            : [.. arguments, "--filter", "*"];
        IEnumerable<Summary> summaries =
            BenchmarkSwitcher.FromAssembly(typeof(TimedBenchmarks).Assembly).Run(chosen, Configuration());
        return summaries.All(IsComplete) ? Succeeded : Failed;
    }

    // In this process: nothing is generated, restored or built, so that it runs where no package feed answers.
    private static ManualConfig Configuration() =>
        ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(WarmUps)
                .WithIterationCount(Iterations))
            .AddColumn(StatisticColumn.Median, StatisticColumn.Min, new GigaflopsColumn())
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(WidestParameter));

    private static bool IsComplete(Summary summary) =>
        !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success);
}
