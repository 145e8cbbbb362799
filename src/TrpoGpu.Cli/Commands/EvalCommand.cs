using System.CommandLine;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo eval RUN</c>: measures a trained policy.</summary>
internal static class EvalCommand
{
    private const int DefaultEpisodes = 100;
    private const int MaxEpisodes = 1_000_000;

    private const string Examples =
        """
        Examples:
          trpo eval runs/cartpole-s0
          trpo eval runs/cartpole-s0 --episodes 1000 --seed 7 --stochastic --json
          trpo eval runs/cartpole-s0 --device cpu
        """;

    /// <param name="devices">What <c>--device auto</c> chooses from.</param>
    internal static Command Create(DeviceBoard devices)
    {
        PolicyArgument trained = new();
        Option<long?> episodes = CommonOptions.Count(
            "--episodes", 1, MaxEpisodes, "100",
            $"whole episodes, each from its own start state (default {DefaultEpisodes})");
        Option<long?> seed = CommonOptions.Seed(
            "number that the start states follow from (default the run's own, which gives what 'trpo train' reported)");
        Option<bool> stochastic = new("--stochastic")
        {
            Description = "draw actions instead of taking the most likely (default off)",
        };
        DeviceOptions device = new();
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new("eval", "Measure a trained policy over whole episodes.", _ => Examples)
        {
            trained.Run, episodes, seed, stochastic, device.Device, device.Threads, device.Memory, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            int count = (int)(parsed.GetValue(episodes) ?? DefaultEpisodes);
            DeviceRequest request = device.Read(parsed);
            request.Check();
            (string path, PolicyContents contents) = trained.Read(parsed, "evaluate");
            using ComputeBackend backend = request.Open(
                devices, DeviceWork.Evaluation(contents, count), parsed.InvocationConfiguration.Error);
            using TrainedPolicy policy = new(backend, contents, capacity: 1);
            return Run(
                path, policy, count, (ulong?)parsed.GetValue(seed), parsed.GetValue(stochastic), parsed.GetValue(json),
                parsed.InvocationConfiguration.Output);
        }));
        return command;
    }

    private static int Run(
        string path, TrainedPolicy policy, int episodes, ulong? givenSeed, bool stochastic, bool json,
        TextWriter output)
    {
        ulong seed = givenSeed ?? policy.EvaluationSeed;
        EvaluationResult result = policy.Evaluate(episodes, seed, !stochastic);
        if (json)
        {
            new JsonLine()
                .Add("env", policy.EnvironmentId)
                .Add("seed", seed)
                .Add("episodes", episodes)
                .Add("deterministic", !stochastic)
                .Add("eval_return_mean", result.Mean)
                .Add("eval_return_std", result.StandardDeviation)
                .Add("eval_length_mean", result.MeanLength)
                .Add("solved", result.IsSolved)
                .Add("steps", policy.TrainedSteps)
                .Add("policy", path)
                .WriteTo(output);
            return ExitCode.Done;
        }

        string verdict = result.IsSolved is bool solved ? (solved ? ", solved" : ", not solved") : "";
        output.WriteLine($"{policy.EnvironmentId}: return {result}, {result.MeanLength:0.0} steps an episode{verdict}");
        return ExitCode.Done;
    }
}
