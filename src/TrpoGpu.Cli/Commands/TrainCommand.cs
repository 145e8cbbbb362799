using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo train ENV</c>: trains a policy and leaves a run folder.</summary>
internal static class TrainCommand
{
    private const int EvaluationEpisodes = 100;
    private const long DefaultCheckpointSeconds = 10;
    private const long MostCheckpointSeconds = 1_000_000;
    private const long MostEnvironments = 1_000_000;

    /// <param name="devices">What <c>--device auto</c> chooses from.</param>
    internal static Command Create(DeviceBoard devices)
    {
        Argument<string?> environment = new("environment")
        {
            HelpName = "environment",
            Description = "what to learn, such as cartpole ('trpo envs' lists them)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> algorithm = new("--algo")
        {
            HelpName = "name",
            Description = $"how a batch changes the policy: {AlgorithmName.All} (default trpo)",
        };
        Option<long?> steps = CommonOptions.Count(
            "--steps", 1, long.MaxValue, "200k",
            "environment steps of the whole run, such as 200k (default the preset's)");
        Option<long?> seed = CommonOptions.Seed("number that all random numbers follow from (default 0)");
        Option<long?> count = CommonOptions.Count(
            "--envs", 1, MostEnvironments, "16", "environments stepped in parallel (default the preset's)");
        DeviceOptions device = new();
        Option<string?> config = new("--config")
        {
            HelpName = "file",
            Description =
                "JSON object of settings that override the preset, such as a run's config.json (default none)",
        };
        Option<string[]> set = CommonOptions.Set("override a setting, such as --set target_kl=0.02");
        Option<string?> output = new("--out")
        {
            HelpName = "folder",
            Description =
                "run folder, new or empty (default runs/ENVIRONMENT-sSEED, with the algorithm if it is not trpo)",
        };
        Option<bool> resume = new("--resume")
        {
            Description = "go on from the checkpoint in the run folder (default off)",
        };
        Option<long?> checkpoint = CommonOptions.Count(
            "--checkpoint-every", 0, MostCheckpointSeconds, "60",
            $"seconds between checkpoints; 0 writes one after every update (default {DefaultCheckpointSeconds})");
        checkpoint.HelpName = "seconds";
        Option<bool> quiet = new("--quiet") { Description = "print the result only (default off)" };
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new(
            "train", "Train a policy; leaves a run folder with the policy, logs and a checkpoint.",
            parsed => TrainHelp.Text(parsed.GetValue(environment), parsed.GetValue(algorithm)))
        {
            environment, algorithm, steps, seed, count, device.Device, device.Threads, device.Memory, config, set,
            output, resume, checkpoint, quiet, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () => Run(
            new TrainRequest
            {
                Environment = parsed.GetValue(environment),
                Algorithm = parsed.GetValue(algorithm),
                Steps = parsed.GetValue(steps),
                Seed = (ulong?)parsed.GetValue(seed),
                Count = parsed.GetValue(count),
                Device = device.Read(parsed),
                Config = parsed.GetValue(config),
                Set = parsed.GetValue(set) ?? [],
                Output = parsed.GetValue(output),
                Resume = parsed.GetValue(resume),
                CheckpointInterval = TimeSpan.FromSeconds(parsed.GetValue(checkpoint) ?? DefaultCheckpointSeconds),
                Quiet = parsed.GetValue(quiet),
                Json = parsed.GetValue(json),
                CommandLine = ShellText.Join(["trpo", .. parsed.Tokens.Select(token => token.Value)]),
            },
            devices, parsed.InvocationConfiguration)));
        return command;
    }

    private static int Run(TrainRequest request, DeviceBoard devices, InvocationConfiguration console)
    {
        long start = Stopwatch.GetTimestamp();
        RunPlan plan = RunPlan.Make(request);
        TextWriter notes = request.Quiet ? TextWriter.Null : console.Error;
        using ComputeBackend backend = OpenDevice(request, plan, devices, notes);
        using TrpoTrainer trainer = plan.CreateTrainer(backend);
        using RunFolder folder = plan.OpenFolder();
        using RunLogs logs = plan.IsResumed
            ? RunRecord.GoOn(folder.Files, trainer, request.CommandLine)
            : RunRecord.Begin(folder.Files, trainer, backend, request.CommandLine);

        using ITrainingDisplay display = CreateDisplay(request, plan, backend, trainer, console.Error);
        if (plan.NoteOn(trainer, backend) is string note)
        {
            display.Say(note);
        }

        using Interruption interruption = new(
            heard: () => display.Say("stopping after this update; once more stops at once"),
            leaving: () =>
            {
                display.Dispose();
                console.Error.WriteLine($"trpo: stopped at once; to go on: {plan.ResumeCommand}");
            });
        TrainingResult result = new TrainingRun(trainer, folder.Files, logs, display, request.CheckpointInterval)
            .Train(plan.Options.TotalSteps, interruption);
        display.Dispose();

        // All is saved: who interrupts the evaluation need not ask twice.
        interruption.LeaveWhenAsked();
        EvaluationResult evaluation = trainer.Evaluate(EvaluationEpisodes);
        TrainingSummary summary = new(plan, trainer, result, evaluation, Stopwatch.GetElapsedTime(start));
        if (request.Json)
        {
            summary.ToJson().WriteTo(console.Output);
        }
        else
        {
            summary.WriteText(console.Output);
        }

        return result.WasInterrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    // The device, and the memory that the run will take of it, which is said before it is taken.
    private static ComputeBackend OpenDevice(TrainRequest request, RunPlan plan, DeviceBoard devices, TextWriter notes)
    {
        ComputeBackend backend = plan.Open(request.Device, devices, notes);
        try
        {
            if (backend.MemoryBytes is not null)
            {
                TrainingMemory memory = plan.CountMemory(backend, EvaluationEpisodes);
                notes.WriteLine($"memory   {memory}");
                memory.ThrowIfTooLarge(backend.Name);
            }

            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    private static bool KnowsKl(PolicyAlgorithm algorithm) =>
        algorithm is not (PolicyAlgorithm.Npg or PolicyAlgorithm.Vpg or PolicyAlgorithm.Ppo);

    private static ITrainingDisplay CreateDisplay(
        TrainRequest request, RunPlan plan, ComputeBackend backend, TrpoTrainer trainer, TextWriter error)
    {
        RunFacts facts = new(
            plan.Environment, AlgorithmName.Of(plan.Options.Algorithm), plan.Seed, backend.Description,
            trainer.Options.Environments, trainer.StepsPerIteration, trainer.StepsTaken, plan.Options.TotalSteps,
            KnowsKl(plan.Options.Algorithm) ? plan.Options.MaxKl : null, trainer.Environment.SolvedReturn);
        if (request.Quiet)
        {
            return new PlainDisplay(TextWriter.Null, facts);
        }

        return Terminal.IsInteractive(error)
            ? new LiveDisplay(Terminal.CreateErrorConsole(), facts)
            : new PlainDisplay(error, facts);
    }
}
