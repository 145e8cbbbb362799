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
/// <c>learning [ENV ...] [--seeds 0..9] [--set name=value ...] [--out FILE]</c>
/// </summary>
internal static class LearningBenchmark
{
    /// <summary>
    /// Mean over seeds that rl-baselines3-zoo's table gives for TRPO within the same steps, as required here.
    /// </summary>
    private static readonly Dictionary<string, double> Required = new()
    {
        ["CartPole-v1"] = 499,
        ["Pendulum-v1"] = -175,
        ["Acrobot-v1"] = -85,
        ["MountainCar-v0"] = -110,
        ["MountainCarContinuous-v0"] = 92,
    };

    internal static int Run(string[] arguments)
    {
        LearningRequest request = LearningRequest.Parse(arguments);
        string[] environments = request.EnvironmentIds;
        List<LearningRun> runs = [];
        foreach (string environment in environments)
        {
            TrpoOptions options = request.Apply(Presets.For(environment));
            runs.AddRange(RunSeeds(environment, options, request.Seeds));
            Console.Error.WriteLine(Row(environment, runs));
        }

        string table = Table(environments, runs, request);
        Console.Write(table);
        request.Keep(table);
        return environments.All(e => Meets(e, runs)) ? 0 : 1;
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

    private static bool Meets(string environment, IEnumerable<LearningRun> runs) =>
        runs.Where(r => r.Environment == environment).Average(r => r.ReturnMean) >= Required[environment];

    private static string Table(string[] environments, List<LearningRun> runs, LearningRequest request)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine($"Final policies over 100 evaluation episodes, most likely actions, seeds {request.SeedText}.");
        text.WriteLine();
        text.WriteLine(
            "| environment | steps | mean over seeds | worst seed | best seed | required | updates accepted " +
            "| largest KL / bound |");
        text.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string environment in environments)
        {
            text.WriteLine(Row(environment, runs));
        }

        return text.ToString();
    }

    private static string Row(string environment, IEnumerable<LearningRun> all)
    {
        LearningRun[] runs = [.. all.Where(r => r.Environment == environment)];
        return $"| {environment} | {runs[0].Steps} | {runs.Average(r => r.ReturnMean):0.0} " +
            $"| {runs.Min(r => r.ReturnMean):0.0} | {runs.Max(r => r.ReturnMean):0.0} | {Required[environment]} " +
            $"| {runs.Sum(r => r.Accepted)} of {runs.Sum(r => r.Updates)} " +
            $"| {runs.Max(r => r.LargestKlShare):0.000} |";
    }
}
