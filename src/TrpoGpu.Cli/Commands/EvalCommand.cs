using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo eval RUN</c>: measures a trained policy.</summary>
internal static class EvalCommand
{
    private const int MaxEpisodes = 1_000_000;

    internal static Command Create()
    {
        Argument<string> run = new("run") { Description = "run folder, or a policy.safetensors" };
        Option<long?> episodes =
            CommonOptions.CountOption("--episodes", "episodes, each from its own start state (default 100)");
        Option<long?> seed = CommonOptions.CountOption("--seed", "of the start states (default 0)");
        Option<bool> stochastic =
            new("--stochastic") { Description = "draw actions instead of taking the most likely" };
        Option<string> device = CommonOptions.Device();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("eval", "Measure a trained policy over whole episodes.")
        {
            run, episodes, seed, stochastic, device, threads, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(() => Run(
            parsed.GetValue(run)!, parsed.GetValue(episodes) ?? 100, (ulong)(parsed.GetValue(seed) ?? 0),
            parsed.GetValue(stochastic), parsed.GetValue(device)!, parsed.GetValue(threads), parsed.GetValue(json))));
        return command;
    }

    private static int Run(
        string run, long episodes, ulong seed, bool stochastic, string device, int? threads, bool json)
    {
        if (episodes is < 1 or > MaxEpisodes)
        {
            throw new UsageException($"--episodes: {episodes} given, expected 1 to {MaxEpisodes}");
        }

        string path = Directory.Exists(run) ? new RunFiles(run).Policy : run;
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no policy '{path}'; give a run folder or a policy.safetensors");
        }

        using ComputeBackend backend = BackendFactory.Create(device, threads);
        using TrainedPolicy policy = TrainedPolicy.Load(path, backend);
        if (!BuiltInEnvironments.TryFind(policy.EnvironmentId, out _))
        {
            throw new UsageException($"{path} was trained on '{policy.EnvironmentId}', which is not built in");
        }

        EvaluationResult result = policy.Evaluate((int)episodes, seed, !stochastic);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                env = policy.EnvironmentId,
                seed,
                episodes,
                deterministic = !stochastic,
                eval_return_mean = result.Mean,
                eval_return_std = result.StandardDeviation,
                eval_length_mean = result.MeanLength,
                solved = result.IsSolved,
                steps = policy.TrainedSteps,
                policy = path,
            }));
            return ExitCode.Done;
        }

        Console.WriteLine($"{policy.EnvironmentId}: return {result}, {result.MeanLength:0.0} steps an episode" +
            (result.IsSolved is bool solved ? (solved ? ", solved" : ", not solved") : ""));
        return ExitCode.Done;
    }
}
