using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo train ENV</c>: trains a policy and leaves a run folder.</summary>
internal static class TrainCommand
{
    private const int EvaluationEpisodes = 100;
    private const string RunsFolder = "runs";

    internal static Command Create()
    {
        Argument<string?> environment = new("environment")
        {
            Description = "what to learn, such as cartpole ('trpo envs' lists them)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<long?> steps = CommonOptions.CountOption(
            "--steps", "environment steps in all, such as 200k (default: the preset's)");
        Option<long?> seed = CommonOptions.CountOption(
            "--seed", "of everything random (default 0); equal seeds give equal bits");
        Option<long?> count =
            CommonOptions.CountOption("--envs", "environments stepped in parallel (default: the preset's)");
        Option<string> device = CommonOptions.Device();
        Option<int?> threads = CommonOptions.Threads();
        Option<string?> config = new("--config") { Description = "JSON file of settings that override the preset" };
        Option<string[]> set = new("--set")
        {
            Description = "name=value overrides one setting, such as --set target_kl=0.02; may be repeated",
        };
        Option<string?> output =
            new("--out") { Description = "run folder (default runs/ENV-sSEED, numbered if taken)" };
        Option<bool> resume = new("--resume") { Description = "go on from the checkpoint in the run folder" };
        Option<bool> quiet = new("--quiet") { Description = "print the result only" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("train", "Train a policy; leaves a run folder with the policy, logs and a checkpoint.")
        {
            environment, steps, seed, count, device, threads, config, set, output, resume, quiet, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(() => Run(new Request
        {
            Environment = parsed.GetValue(environment),
            Steps = parsed.GetValue(steps),
            Seed = (ulong?)parsed.GetValue(seed),
            Count = parsed.GetValue(count),
            Device = parsed.GetValue(device)!,
            Threads = parsed.GetValue(threads),
            Config = parsed.GetValue(config),
            Set = parsed.GetValue(set) ?? [],
            Output = parsed.GetValue(output),
            Resume = parsed.GetValue(resume),
            Quiet = parsed.GetValue(quiet),
            Json = parsed.GetValue(json),
            CommandLine = CommandText(parsed),
        })));
        return command;
    }

    private static int Run(Request request)
    {
        long start = Stopwatch.GetTimestamp();
        RunPlan plan = RunPlan.Make(request);
        using ComputeBackend backend = BackendFactory.Create(request.Device, request.Threads);
        using TrpoTrainer trainer = new(backend, plan.Environment, plan.Options, plan.Seed);
        using RunFolder folder = plan.OpenFolder();
        RunFiles files = folder.Files;
        using RunLogs logs = request.Resume ? Resume(trainer, files) : Begin(request, plan, files, backend);

        TrainingResult result;
        using (ITrainingDisplay display = CreateDisplay(request, plan, backend, trainer))
        using (Interruption interruption = new(() => display.Say("finishing this update; once more to stop at once")))
        {
            result = new TrainingRun(trainer, files, logs, display).Train(plan.Options.TotalSteps, interruption);
        }

        EvaluationResult evaluation = trainer.Evaluate(EvaluationEpisodes);
        TrainingSummary summary = new(plan, files, trainer, result, evaluation, Stopwatch.GetElapsedTime(start));
        if (request.Json)
        {
            summary.WriteJson(Console.Out);
        }
        else
        {
            summary.WriteText(Console.Out);
        }

        return result.WasInterrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static RunLogs Begin(Request request, RunPlan plan, RunFiles files, ComputeBackend backend)
    {
        AtomicFile.WriteText(files.Config, OptionTable.ToJson(plan.Options));
        AtomicFile.WriteText(files.Command, request.CommandLine + "\n");
        AtomicFile.WriteText(files.SystemDescription, SystemInfo.Current.ToJson(backend.Description));
        return RunLogs.Create(files, plan.Environment);
    }

    private static RunLogs Resume(TrpoTrainer trainer, RunFiles files)
    {
        trainer.RestoreCheckpoint(files.Checkpoint);
        return RunLogs.Resume(files, trainer.Environment.Id, trainer);
    }

    private static ITrainingDisplay CreateDisplay(
        Request request, RunPlan plan, ComputeBackend backend, TrpoTrainer trainer)
    {
        EnvironmentSpec spec = trainer.Environment;
        RunFacts facts = new(
            spec.Id, plan.Seed, backend.Description, trainer.Options.Environments, plan.Options.BatchRows,
            trainer.StepsTaken, plan.Options.TotalSteps, plan.Options.MaxKl, spec.SolvedReturn);
        if (request.Quiet)
        {
            return new PlainDisplay(TextWriter.Null, facts);
        }

        return Terminal.IsInteractive
            ? new LiveDisplay(Terminal.CreateErrorConsole(), facts)
            : new PlainDisplay(Console.Error, facts);
    }

    private static string CommandText(ParseResult parsed)
    {
        List<string> words = ["trpo"];
        foreach (Token token in parsed.Tokens)
        {
            words.Add(token.Value.Contains(' ', StringComparison.Ordinal) ? $"'{token.Value}'" : token.Value);
        }

        return string.Join(' ', words);
    }

    /// <summary>What was asked for on the command line.</summary>
    internal sealed class Request
    {
        internal required string? Environment { get; init; }

        internal required long? Steps { get; init; }

        internal required ulong? Seed { get; init; }

        internal required long? Count { get; init; }

        internal required string Device { get; init; }

        internal required int? Threads { get; init; }

        internal required string? Config { get; init; }

        internal required string[] Set { get; init; }

        internal required string? Output { get; init; }

        internal required bool Resume { get; init; }

        internal required bool Quiet { get; init; }

        internal required bool Json { get; init; }

        internal required string CommandLine { get; init; }

        internal string FolderOr(string environment, ulong seed) =>
            Output ?? Path.Combine(RunsFolder, RunFolder.DefaultName(BuiltInEnvironments.ShortName(environment), seed));
    }
}
