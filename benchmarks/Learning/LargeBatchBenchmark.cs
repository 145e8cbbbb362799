using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>
/// What is lost, of the return, where curvature and critic see a part of a large batch: trains every environment by its
/// preset with many more environments, with the automatic parts and with all rows.
/// <c>large-batches [classic|locomotion|ENV ...] [--seeds 0..4] [--set name=value ...] [--out FILE]</c>
/// </summary>
internal static class LargeBatchBenchmark
{
    // Batches of 64,000 to 128,000 rows: every part is a small one.
    private const int TimesAsManyEnvironments = 64;

    // Some environments are still being learnt by then, so that a worse update would show.
    private const int Updates = 15;

    internal static int Run(string[] arguments)
    {
        LearningRequest request = LearningRequest.Parse(arguments);
        if (request.Curves is not null)
        {
            throw new UsageException("large-batches: --curves given, which only learning draws");
        }

        List<string> rows = [];
        foreach (LearningTask task in request.Tasks)
        {
            string environment = task.Id;
            TrpoOptions preset = Presets.For(environment);
            TrpoOptions large = preset with { Environments = TimesAsManyEnvironments * preset.Environments };
            TrpoOptions parts = request.Apply(large with { TotalSteps = (long)Updates * large.BatchRows });
            TrpoOptions whole = parts with { FisherRowStride = 1, CriticMaxRows = int.MaxValue };
            LearningRun[] byParts = LearningBenchmark.RunSeeds(environment, parts, request.Seeds);
            LearningRun[] byAll = LearningBenchmark.RunSeeds(environment, whole, request.Seeds);
            rows.Add(
                $"| {environment} | {parts.BatchRows} | {byParts[0].Updates} | {Returns(byParts)} | {Returns(byAll)} " +
                $"| {byParts.Sum(r => r.Seconds) / byAll.Sum(r => r.Seconds):0%} |");
            Console.Error.WriteLine(rows[^1]);
        }

        string table = Table(rows, request);
        Console.Write(table);
        request.Keep(table);
        return 0;
    }

    private static string Table(List<string> rows, LearningRequest request)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine(
            $"Presets with {TimesAsManyEnvironments} times their environments: curvature and critic from the parts " +
            "of a batch that are the default, and from all of it.");
        text.WriteLine(
            $"Final policies over 100 evaluation episodes, most likely actions, seeds {request.SeedText}: mean over " +
            "seeds (worst seed to best).");
        text.WriteLine();
        text.WriteLine("| environment | rows | updates | parts | all rows | time, of all rows |");
        text.WriteLine("|---|---|---|---|---|---|");
        rows.ForEach(text.WriteLine);
        return text.ToString();
    }

    private static string Returns(LearningRun[] runs) =>
        $"{runs.Average(r => r.ReturnMean):0.0} ({runs.Min(r => r.ReturnMean):0.0} to " +
        $"{runs.Max(r => r.ReturnMean):0.0})";
}
