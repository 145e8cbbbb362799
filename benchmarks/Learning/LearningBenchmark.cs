using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>
/// Trains every built-in environment by its preset over a range of seeds and prints the table of final returns.
/// <c>learning</c> with <see cref="LearningRequest.Synopsis"/>.
/// </summary>
internal static class LearningBenchmark
{
    internal static int Run(string[] arguments)
    {
        LearningRequest request = LearningRequest.Parse(arguments);
        LearningTask[] tasks = request.Tasks;
        List<LearningRun> runs = [];
        foreach (LearningTask task in tasks)
        {
            TrpoOptions options = request.Apply(Presets.For(task.Id));
            runs.AddRange(RunSeeds(task.Id, options, request.Seeds));
            Console.Error.WriteLine(Row(task, runs));
        }

        string table = Table(tasks, runs, request);
        Console.Write(table);
        request.Keep(table);
        if (request.Curves is string path)
        {
            File.WriteAllText(path, LearningCurves.Svg(tasks, runs, request.SeedText));
        }

        return tasks.All(task => Meets(task, runs)) ? 0 : 1;
    }

    /// <summary>
    /// One run a core: results do not depend on the number of threads, and whole runs in parallel waste the least.
    /// </summary>
    internal static LearningRun[] RunSeeds(string environment, TrpoOptions options, ulong[] seeds)
    {
        LearningRun[] runs = new LearningRun[seeds.Length];
        Lock console = new();
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, k =>
        {
            using ComputeBackend backend = BackendFactory.Create("cpu", threads: 1);
            runs[k] = LearningRun.Measure(backend, environment, options, seeds[k]);
            lock (console)
            {
                Console.Error.WriteLine(
                    $"{environment} seed {seeds[k]}: {runs[k].ReturnMean:0.0} +- {runs[k].ReturnDeviation:0.0}, " +
                    $"{runs[k].Accepted}/{runs[k].Updates} updates accepted, {runs[k].Seconds:0.0} s");
            }
        });
        return runs;
    }

    private static bool Meets(LearningTask task, IEnumerable<LearningRun> runs) =>
        runs.Where(r => r.Environment == task.Id).Average(r => r.ReturnMean) >= task.Required;

    private static string Table(LearningTask[] tasks, List<LearningRun> runs, LearningRequest request)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine($"Final policies over 100 evaluation episodes, most likely actions, seeds {request.SeedText}.");
        text.WriteLine("A run computes on one core, and as many runs at a time as there are cores.");
        text.WriteLine();
        text.WriteLine(
            "| environment | steps | mean over seeds | worst seed | best seed | required | updates accepted " +
            "| largest KL / bound | seconds of a run |");
        text.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (LearningTask task in tasks)
        {
            text.WriteLine(Row(task, runs));
        }

        return text.ToString();
    }

    private static string Row(LearningTask task, IEnumerable<LearningRun> all)
    {
        LearningRun[] runs = [.. all.Where(r => r.Environment == task.Id)];
        return $"| {task.Id} | {runs[0].Steps} | {runs.Average(r => r.ReturnMean):0.0} " +
            $"| {runs.Min(r => r.ReturnMean):0.0} | {runs.Max(r => r.ReturnMean):0.0} | {task.Required} " +
            $"| {runs.Sum(r => r.Accepted)} of {runs.Sum(r => r.Updates)} " +
            $"| {runs.Max(r => r.LargestKlShare):0.000} | {runs.Average(r => r.Seconds):0.0} |";
    }
}
