using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo bench OP</c>: the time of one operation, beside the machine's peak.</summary>
internal static class BenchCommand
{
    private static readonly string[] Operations = ["gradient", "fvp", "cg", "update"];

    internal static Command Create()
    {
        Argument<string> operation = new("operation")
        {
            Description =
                "gradient, fvp (Fisher-vector product), cg (ten iterations), update (a whole policy update), all",
            DefaultValueFactory = _ => "all",
        };
        operation.AcceptOnlyFromAmong([.. Operations, "all"]);
        Option<long?> batch = CommonOptions.CountOption("--batch", "rows of the batch (default 5000)");
        Option<long?> observations = CommonOptions.CountOption("--obs", "input width (default 17)");
        Option<long?> actions = CommonOptions.CountOption("--act", "action columns, or choices (default 6)");
        Option<string> hidden = new("--hidden")
        {
            Description = "hidden widths, such as 64,64",
            DefaultValueFactory = _ => "64,64",
        };
        Option<string> distribution = new("--dist")
        {
            Description = "gaussian or categorical",
            DefaultValueFactory = _ => "gaussian",
        };
        distribution.AcceptOnlyFromAmong("gaussian", "categorical");
        Option<string> device = CommonOptions.Device();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("bench", "Time an operation of the compute engine.")
        {
            operation, batch, observations, actions, hidden, distribution, device, threads, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(() =>
        {
            NetworkShape shape = Shape(
                parsed.GetValue(observations) ?? 17, parsed.GetValue(hidden)!, parsed.GetValue(actions) ?? 6,
                parsed.GetValue(distribution)!);
            string[] chosen = parsed.GetValue(operation) == "all" ? Operations : [parsed.GetValue(operation)!];
            long rows = parsed.GetValue(batch) ?? 5000;
            if (rows is < 1 or > int.MaxValue)
            {
                throw new UsageException($"--batch: {rows} rows given, expected 1 to {int.MaxValue}");
            }

            return Run(
                chosen, shape, (int)rows, parsed.GetValue(device)!, parsed.GetValue(threads), parsed.GetValue(json));
        }));
        return command;
    }

    private static int Run(
        IEnumerable<string> operations, NetworkShape shape, int rows, string device, int? threads, bool json)
    {
        using ComputeBackend backend = BackendFactory.Create(device, threads);
        using OperationBenchmark benchmark = new(backend, shape, rows);
        if (!json)
        {
            Console.WriteLine($"{shape}, {rows} rows, on {backend.Description}");
        }

        foreach (string operation in operations)
        {
            double peak = backend is CpuBackend cpu ? cpu.MeasurePeakGigaflops() : double.NaN;
            OperationTiming timing = benchmark.Measure(operation);
            double gigaflops = timing.Flops / timing.MedianSeconds / 1e9;
            Console.WriteLine(json
                ? JsonSerializer.Serialize(new
                {
                    op = operation,
                    device = backend.Name,
                    batch = rows,
                    dims = string.Join('-', shape.Mlp.Widths.ToArray()),
                    @params = shape.ParameterCount,
                    seconds_min = timing.MinSeconds,
                    seconds_median = timing.MedianSeconds,
                    gflops = gigaflops,
                    peak_gflops = double.IsNaN(peak) ? (double?)null : peak,
                })
                : $"{operation,-9} median {Milliseconds(timing.MedianSeconds)}   " +
                  $"min {Milliseconds(timing.MinSeconds)}   {gigaflops,7:0.0} GFLOP/s" +
                  (double.IsNaN(peak) ? "" : $"   {gigaflops / peak,4:0%} of {peak:0} GFLOP/s peak"));
        }

        return ExitCode.Done;
    }

    private static string Milliseconds(double seconds) =>
        (1e3 * seconds).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(9) + " ms";

    private static NetworkShape Shape(long observations, string hidden, long actions, string distribution)
    {
        if (observations is < 1 or > 1_000_000 || actions is < 1 or > 1_000_000)
        {
            throw new UsageException($"--obs {observations} --act {actions}: expected 1 to 1000000 of each");
        }

        string[] parts = hidden.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] widths = Array.ConvertAll(parts, part =>
            CountText.TryParse(part, out long width) && width is >= 1 and <= 1_000_000
                ? (int)width
                : throw new UsageException(
                    $"--hidden: '{part}' given, expected widths joined by commas, such as 64,64"));
        HeadShape head = distribution == "gaussian"
            ? HeadShape.DiagonalGaussian((int)actions)
            : HeadShape.Categorical((int)actions);
        return new NetworkShape(
            new MlpShape([(int)observations, .. widths, (int)actions], ActivationKind.Tanh), head);
    }
}
