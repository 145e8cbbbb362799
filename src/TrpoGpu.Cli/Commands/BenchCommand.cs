using System;
using System.Collections.Generic;
using System.CommandLine;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo bench OP</c>: the time of one operation, beside the machine's peak.</summary>
internal static class BenchCommand
{
    private const string All = "all";

    // Of all operations the one that the others are parts of.
    private const string Whole = "update";
    private const int Rounds = 5;
    private const int MaxWidth = 1_000_000;
    private const string Examples =
        """
        Examples:
          trpo bench
          trpo bench fvp --batch 5000 --obs 17 --act 6 --hidden 64,64 --device cpu --threads 1 --json
          trpo bench update --batch 1M --device cuda
          trpo bench family --batch 1000 --obs 4 --act 2 --dist categorical
          trpo bench rollout --env pendulum --envs 4096
          trpo bench training --env cartpole --envs 4096
        """;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.1);

    /// <param name="devices">What <c>--device auto</c> chooses from.</param>
    internal static Command Create(DeviceBoard devices)
    {
        Argument<string> operation = new("operation")
        {
            HelpName = "operation",
            Description =
                "gradient, fvp (Fisher-vector product), cg (ten iterations), update (a whole policy update), " +
                "update_tenth (the same, Fisher matrix of one row in ten), ppo (ten epochs of the gradient with " +
                "Adam: the first-order yardstick, PPO without its clip), forward, forward_row (of a single row: the " +
                "wait for one action), cg_step (the vectors of one iteration), critic (a fit of the value " +
                "function), all of these, family (an update of every algorithm, in gradients), rollout (of an " +
                "environment), or training (whole iterations)",
            DefaultValueFactory = _ => All,
        };
        Option<long?> batch = CommonOptions.Count(
            "--batch", 1, int.MaxValue, "5000", "rows of the batch (default 5000)");
        Option<long?> observations = CommonOptions.Count("--obs", 1, MaxWidth, "17", "input width (default 17)");
        Option<long?> actions = CommonOptions.Count(
            "--act", 1, MaxWidth, "6", "action columns, or choices (default 6)");
        Option<string?> hidden = new("--hidden")
        {
            HelpName = "widths",
            Description = "hidden widths, joined by commas (default 64,64)",
        };
        Option<string?> distribution = new("--dist")
        {
            HelpName = "name",
            Description = "gaussian or categorical (default gaussian)",
        };
        Option<string?> environment = new("--env")
        {
            HelpName = "name",
            Description = "environment of a rollout, or of training (default cartpole)",
        };
        Option<long?> copies = CommonOptions.Count(
            "--envs", 1, MaxWidth, "64",
            "environments of a rollout (default 64), or of training (default the preset's)");
        DeviceOptions device = new();
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new("bench", "Time an operation of the compute engine.", _ => Examples)
        {
            operation, batch, observations, actions, hidden, distribution, environment, copies,
            device.Device, device.Threads, device.Memory, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            string name = parsed.GetValue(operation)!;
            BenchSizes sizes = new()
            {
                Rows = parsed.GetValue(batch),
                Observations = parsed.GetValue(observations),
                Actions = parsed.GetValue(actions),
                Hidden = parsed.GetValue(hidden),
                Distribution = parsed.GetValue(distribution),
                Environment = parsed.GetValue(environment),
                Copies = parsed.GetValue(copies),
            };
            BenchReport report = new(parsed.InvocationConfiguration.Output, parsed.GetValue(json));
            DeviceRequest asked = device.Read(parsed);
            Func<DeviceWork, ComputeBackend> start =
                work => asked.Open(devices, work, parsed.InvocationConfiguration.Error);
            return name switch
            {
                RolloutOperation.Name => TimeRollout(sizes, start, report),
                TrainingOperation.Name => TrainingBench.Run(
                    sizes, start, parsed.InvocationConfiguration.Output, parsed.GetValue(json)),
                FamilyOperations.Name => FamilyBench.Run(
                    sizes, start, parsed.InvocationConfiguration, parsed.GetValue(json), FamilyBench.Turn),
                _ => TimeNetwork(name, sizes, start, report),
            };
        }));
        return command;
    }

    private static int TimeNetwork(
        string name, BenchSizes sizes, Func<DeviceWork, ComputeBackend> start, BenchReport report)
    {
        string[] known =
        [
            .. NetworkOperations.Names, All, FamilyOperations.Name, RolloutOperation.Name, TrainingOperation.Name,
        ];
        if (Array.IndexOf(known, name) < 0)
        {
            throw new UsageException(
                $"there is no operation '{name}'{NearestName.Question(name, known)} There are " +
                string.Join(", ", known));
        }

        (NetworkShape shape, int rows) = sizes.Network();
        using ComputeBackend backend = start(DeviceWork.Operation(name == All ? Whole : name, shape, rows));
        using NetworkOperations operations = new(backend, shape, rows);
        report.Begin($"{shape}, {rows} row{(rows == 1 ? "" : "s")}, on {backend.Description}");
        List<TimedOperation> chosen = [];
        foreach (string one in name == All ? NetworkOperations.Names : [name])
        {
            chosen.Add(operations.Create(one));
        }

        foreach (OperationTiming timing in new InterleavedTimer(backend, Rounds, Turn).Measure(chosen))
        {
            report.Add(timing, backend, shape);
        }

        return ExitCode.Done;
    }

    private static int TimeRollout(BenchSizes sizes, Func<DeviceWork, ComputeBackend> start, BenchReport report)
    {
        (EnvironmentSpec environment, int copies, int steps) = sizes.Rollout();
        using ComputeBackend backend = start(DeviceWork.Rollout(environment, copies, steps));
        using RolloutOperation rollout = new(backend, environment, copies, steps);
        report.Begin($"{environment.Id}, {steps} steps of {copies} environments, on {backend.Description}");
        foreach (OperationTiming timing in new InterleavedTimer(backend, Rounds, Turn).Measure([rollout.Operation]))
        {
            report.Add(timing, backend, RolloutOperation.Policy(environment));
        }

        return ExitCode.Done;
    }
}
