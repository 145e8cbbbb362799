using System;
using System.IO;
using System.Text.Json;
using TrpoGpu.Cli.Commands;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;

namespace TrpoGpu.Cli;

/// <summary>What a run found, where it is, and what to do next.</summary>
internal sealed class TrainingSummary(
    RunPlan plan, RunFiles files, TrpoTrainer trainer, TrainingResult result, EvaluationResult evaluation,
    TimeSpan wallTime)
{
    internal void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(new
    {
        env = plan.Environment,
        seed = plan.Seed,
        steps = trainer.StepsTaken,
        wall_seconds = wallTime.TotalSeconds,
        steps_per_second = result.StepsPerSecond,
        sampling_steps_per_second = result.SamplingStepsPerSecond,
        train_return_mean = Number(result.TrainReturnMean),
        eval_return_mean = Number(evaluation.Mean),
        eval_return_std = Number(evaluation.StandardDeviation),
        solved = evaluation.IsSolved,
        @out = files.Folder,
    }));

    internal void WriteText(TextWriter output)
    {
        string verdict = evaluation.IsSolved switch
        {
            true => $", solved (at least {trainer.Environment.SolvedReturn:0.#})",
            false => $", not solved (below {trainer.Environment.SolvedReturn:0.#})",
            null => "",
        };
        output.WriteLine();
        output.WriteLine($"  return   {evaluation}{verdict}");
        output.WriteLine(
            $"  steps    {trainer.StepsTaken} in {wallTime.TotalSeconds:0.00} s: " +
            $"{Progress.Count(result.StepsPerSecond)} a second in training, " +
            $"{Progress.Count(result.SamplingStepsPerSecond)} in sampling");
        output.WriteLine(
            $"  run      {files.Folder}: policy.safetensors, progress.csv, monitor.csv, tb/, checkpoint.safetensors");
        output.WriteLine();
        if (result.WasInterrupted)
        {
            output.WriteLine($"  go on:   trpo train --resume --out {files.Folder}");
        }

        output.WriteLine($"  measure: trpo eval {files.Folder} --episodes 1000");
        output.WriteLine($"  longer:  trpo train --resume --out {files.Folder} --steps {2 * trainer.StepsTaken}");
    }

    // JSON has no NaN: a run without an ended episode has no mean.
    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
