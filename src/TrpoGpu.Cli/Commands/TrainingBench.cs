using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli.Display;

namespace TrpoGpu.Cli.Commands;

/// <summary>
/// <c>trpo bench training</c>: environment steps a second of whole iterations, and where the time goes.
/// </summary>
internal static class TrainingBench
{
    private const int Rounds = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.5);

    /// <param name="sizes">What was typed.</param>
    /// <param name="start">Opens the device for it.</param>
    /// <param name="output">Where to say what was measured.</param>
    /// <param name="json">Whether one object is written instead of lines.</param>
    /// <exception cref="UsageException">A size is out of range, or the environment fixes it.</exception>
    internal static int Run(BenchSizes sizes, Func<DeviceWork, ComputeBackend> start, TextWriter output, bool json)
    {
        (string environment, TrpoOptions options) = sizes.Training();
        using ComputeBackend backend = start(DeviceWork.Training(environment, options, seed: 1));
        using TrainingOperation training = new(backend, environment, options);
        if (!json)
        {
            output.WriteLine(
                $"{environment}, {options.Steps} steps of {options.Environments} environments an update, on " +
                backend.Description);
        }

        OperationTiming timing = new InterleavedTimer(backend, Rounds, Turn).Measure([training.Operation])[0];
        output.WriteLine(json ? Json(timing, training, backend, environment, options) : Text(timing, training));
        return ExitCode.Done;
    }

    private static string Text(OperationTiming timing, TrainingOperation training)
    {
        (double rollout, double update, double critic) = training.Shares();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{timing.Operation.Name}   median {1e3 * timing.MedianSeconds:0.000} ms   min " +
            $"{1e3 * timing.MinSeconds:0.000} ms   {Progress.Count(timing.StepsPerSecond!.Value)} steps/s   " +
            $"rollout {rollout:0%}, update {update:0%}, critic {critic:0%}");
    }

    private static string Json(
        OperationTiming timing, TrainingOperation training, ComputeBackend backend, string environment,
        TrpoOptions options)
    {
        (double rollout, double update, double critic) = training.Shares();
        return JsonSerializer.Serialize(new
        {
            op = timing.Operation.Name,
            device = backend.Name,
            env = environment,
            envs = options.Environments,
            batch = timing.Operation.Rows,
            hidden = string.Join('-', options.Hidden),
            seconds_min = timing.MinSeconds,
            seconds_median = timing.MedianSeconds,
            steps_per_second = timing.StepsPerSecond,
            rollout_share = rollout,
            update_share = update,
            critic_share = critic,
        });
    }
}
