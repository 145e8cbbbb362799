using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>
/// What the options of TRPO that are off by default do to learning: trains environments by their presets, with each of
/// them switched on. <c>variants [classic|locomotion|ENV ...] [--seeds 0..4] [--set name=value ...] [--out FILE]</c>
/// </summary>
internal static class VariantBenchmark
{
    private const string Vine = "sampling=vine";

    private static readonly string[] Variants =
    [
        "",
        "cg_warm_start=true",
        "adaptive_damping=true",
        "cg_max_steps=4",
        "cg_max_steps=4 cg_warm_start=true",
        "cg_max_steps=4 cg_preconditioner=diagonal",
        "cg_max_steps=4 cg_preconditioner=kfac",
        "fisher=empirical",
        Vine,
    ];

    internal static int Run(string[] arguments)
    {
        LearningRequest request = LearningRequest.Parse(arguments);
        if (request.Curves is not null)
        {
            throw new UsageException("variants: --curves given, which only learning draws");
        }

        List<string> rows = [];
        foreach (LearningTask task in request.Tasks)
        {
            TrpoOptions preset = request.Apply(Presets.For(task.Id));
            long updates = 0;
            foreach (string variant in Variants)
            {
                LearningRun[] runs = Measure(variant, With(preset, variant));
                updates = Math.Max(updates, runs[0].Updates);
            }

            // Most steps of a vine are those of its branches: given as many updates, it takes that many more of them.
            TrpoOptions vine = With(preset, Vine);
            Measure($"{Vine}, as many updates", vine with { TotalSteps = updates * StepsPerUpdate(task.Id, vine) });

            LearningRun[] Measure(string variant, TrpoOptions options)
            {
                LearningRun[] runs = LearningBenchmark.RunSeeds(task.Id, options, request.Seeds);
                rows.Add(Row(task.Id, variant, runs));
                Console.Error.WriteLine(rows[^1]);
                return runs;
            }
        }

        string table = Table(rows, request);
        Console.Write(table);
        request.Keep(table);
        return 0;
    }

    private static TrpoOptions With(TrpoOptions options, string variant)
    {
        foreach (string setting in variant.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = setting.Split('=');
            options = OptionTable.Find(parts[0]).With(options, parts[1]);
        }

        return options;
    }

    private static long StepsPerUpdate(string environment, TrpoOptions options)
    {
        using ComputeBackend backend = BackendFactory.Create("cpu", threads: 1);
        using TrpoTrainer trainer = new(backend, environment, options);
        return trainer.StepsPerIteration;
    }

    private static string Table(List<string> rows, LearningRequest request)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine(
            "Presets with an option changed. Final policies over 100 evaluation episodes, most likely actions, " +
            $"seeds {request.SeedText}: mean over seeds (worst seed to best).");
        text.WriteLine(
            "The residual is what the solve left of its right-hand side, in the norm of the preconditioner if any.");
        text.WriteLine();
        text.WriteLine("| environment | option | steps | return | updates accepted | residual |");
        text.WriteLine("|---|---|---|---|---|---|");
        rows.ForEach(text.WriteLine);
        return text.ToString();
    }

    private static string Row(string environment, string variant, LearningRun[] runs) =>
        $"| {environment} | {(variant.Length == 0 ? "the preset" : variant)} | {runs[0].Steps} " +
        $"| {runs.Average(r => r.ReturnMean):0.0} ({runs.Min(r => r.ReturnMean):0.0} to " +
        $"{runs.Max(r => r.ReturnMean):0.0}) " +
        $"| {runs.Sum(r => r.Accepted)} of {runs.Sum(r => r.Updates)} | {runs.Average(r => r.Residual):0.000} |";
}
