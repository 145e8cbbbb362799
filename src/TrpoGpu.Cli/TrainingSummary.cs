using System;
using System.IO;
using TrpoGpu.Cli.Commands;
using TrpoGpu.Cli.Display;

namespace TrpoGpu.Cli;

/// <summary>What a run found, where it is, and what to do next.</summary>
internal sealed class TrainingSummary(
    RunPlan plan, TrpoTrainer trainer, TrainingResult result, EvaluationResult evaluation, TimeSpan wallTime)
{
    internal JsonLine ToJson() => new JsonLine()
        .Add("env", plan.Environment)
        .Add("algo", AlgorithmName.Of(plan.Options.Algorithm))
        .Add("seed", plan.Seed)
        .Add("steps", trainer.StepsTaken)
        .Add("wall_seconds", wallTime.TotalSeconds)
        .Add("steps_per_second", result.StepsPerSecond)
        .Add("sampling_steps_per_second", result.SamplingStepsPerSecond)
        .Add("train_return_mean", result.TrainReturnMean)
        .Add("eval_return_mean", evaluation.Mean)
        .Add("eval_return_std", evaluation.StandardDeviation)
        .Add("solved", evaluation.IsSolved)
        .Add("interrupted", result.WasInterrupted)
        .Add("out", plan.Folder);

    internal void WriteText(TextWriter output)
    {
        string verdict = evaluation.IsSolved switch
        {
            true => $", solved (at least {trainer.Environment.SolvedReturn:0.##})",
            false => $", not solved (below {trainer.Environment.SolvedReturn:0.##})",
            null => "",
        };
        string folder = ShellText.Quote(plan.Folder);
        string share = result.Steps < trainer.StepsTaken ? $", {result.Steps} of them now" : "";
        output.WriteLine($"return   {evaluation}{verdict}");
        output.WriteLine($"steps    {trainer.StepsTaken}{share} in {wallTime.TotalSeconds:0.00} s: " +
            $"{Progress.Count(result.StepsPerSecond)} a second in training, " +
            $"{Progress.Count(result.SamplingStepsPerSecond)} in sampling");
        output.WriteLine($"run      {folder} (policy, checkpoint, settings, progress.csv, monitor.csv, tb)");
        output.WriteLine($"measure  trpo eval {folder} --episodes 1000");
        output.WriteLine($"watch    trpo render {folder} -o {ShellText.Quote(plan.Folder + ".html")}");
        output.WriteLine(result.WasInterrupted
            ? $"go on    {plan.ResumeCommand}"
            : $"longer   {plan.ResumeCommand} --steps {Progress.Count(2 * trainer.StepsTaken)}");
    }
}
