using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Files;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo bench OP</c>: the time of one operation, beside the machine's peak.</summary>
internal static class BenchCommand
{
    private const string AllOperations = "all";
    private const int DefaultRows = 5000;
    private const int DefaultObservations = 17;
    private const int DefaultActions = 6;
    private const int MaxWidth = 1_000_000;

    private static readonly string[] Operations = ["gradient", "fvp", "cg", "update"];
    private static readonly string[] Distributions = ["gaussian", "categorical"];

    private const string Examples =
        """
        Examples:
          trpo bench
          trpo bench fvp --batch 5000 --obs 17 --act 6 --hidden 64,64 --threads 1 --json
        """;

    internal static Command Create()
    {
        Argument<string> operation = new("operation")
        {
            HelpName = "operation",
            Description =
                "gradient, fvp (a Fisher-vector product), cg (ten iterations), update (a whole policy update) or all",
            DefaultValueFactory = _ => AllOperations,
            CustomParser = result => OneOf(result, [.. Operations, AllOperations]),
        };
        Option<long?> batch = CommonOptions.Count(
            "--batch", 1, int.MaxValue, "5000", $"rows of the batch (default {DefaultRows})");
        Option<long?> observations = CommonOptions.Count(
            "--obs", 1, MaxWidth, "17", $"inputs of the network (default {DefaultObservations})");
        Option<long?> actions = CommonOptions.Count(
            "--act", 1, MaxWidth, "6", $"action columns, or choices (default {DefaultActions})");
        Option<string> hidden = new("--hidden")
        {
            HelpName = "widths",
            Description = "hidden widths, joined by commas",
            DefaultValueFactory = _ => "64,64",
        };
        Option<string> distribution = new("--dist")
        {
            HelpName = "name",
            Description = "distribution of the actions: gaussian or categorical",
            DefaultValueFactory = _ => Distributions[0],
            CustomParser = result => OneOf(result, Distributions),
        };
        Option<string> device = CommonOptions.Device();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new("bench", "Time an operation of the compute engine.", _ => Examples)
        {
            operation, batch, observations, actions, hidden, distribution, device, threads, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            NetworkShape shape = Shape(
                (int)(parsed.GetValue(observations) ?? DefaultObservations), parsed.GetValue(hidden)!,
                (int)(parsed.GetValue(actions) ?? DefaultActions), parsed.GetValue(distribution)!);
            string chosen = parsed.GetValue(operation)!;
            using ComputeBackend backend = CommonOptions.CreateBackend(
                parsed.GetValue(device)!, parsed.GetValue(threads));
            return Run(
                chosen == AllOperations ? Operations : [chosen], shape, (int)(parsed.GetValue(batch) ?? DefaultRows),
                backend, parsed.GetValue(json), parsed.InvocationConfiguration.Output);
        }));
        return command;
    }

    private static string? OneOf(ArgumentResult result, string[] names)
    {
        string given = result.Tokens[0].Value;
        return names.Contains(given)
            ? given
            : CommonOptions.Refuse<string>(
                result, $"one of {string.Join(", ", names)}{NearestName.Question(given, names)}");
    }

    private static int Run(
        string[] operations, NetworkShape shape, int rows, ComputeBackend backend, bool json, TextWriter output)
    {
        using OperationBenchmark benchmark = new(backend, shape, rows);
        if (!json)
        {
            output.WriteLine($"{shape}, {rows} rows, on {backend.Description}");
        }

        foreach (string operation in operations)
        {
            double peak = backend is CpuBackend cpu ? cpu.MeasurePeakGigaflops() : double.NaN;
            OperationTiming timing = benchmark.Measure(operation);
            double gigaflops = timing.Flops / timing.MedianSeconds / 1e9;
            if (json)
            {
                new JsonLine()
                    .Add("op", operation)
                    .Add("device", backend.Name)
                    .Add("batch", rows)
                    .Add("dims", string.Join('-', shape.Mlp.Widths.ToArray()))
                    .Add("params", shape.ParameterCount)
                    .Add("seconds_min", timing.MinSeconds)
                    .Add("seconds_median", timing.MedianSeconds)
                    .Add("gflops", gigaflops)
                    .Add("peak_gflops", peak)
                    .WriteTo(output);
            }
            else
            {
                string share = double.IsNaN(peak) ? "" : $"   {gigaflops / peak,4:0%} of {peak:0} GFLOP/s peak";
                output.WriteLine($"{operation,-9} median {Milliseconds(timing.MedianSeconds)}   " +
                    $"min {Milliseconds(timing.MinSeconds)}   {gigaflops,7:0.0} GFLOP/s{share}");
            }
        }

        return ExitCode.Done;
    }

    private static string Milliseconds(double seconds) => $"{1e3 * seconds,9:0.000} ms";

    private static NetworkShape Shape(int observations, string hidden, int actions, string distribution)
    {
        string[] parts = hidden.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] widths = [.. parts.Select(part =>
            CountText.TryParse(part, out long width) && width is >= 1 and <= MaxWidth
                ? (int)width
                : throw new UsageException(
                    $"--hidden: '{part}' given, expected widths joined by commas, such as 64,64"))];
        HeadShape head = distribution == Distributions[0]
            ? HeadShape.DiagonalGaussian(actions)
            : HeadShape.Categorical(actions);
        try
        {
            return new NetworkShape(new MlpShape([observations, .. widths, actions], ActivationKind.Tanh), head);
        }
        catch (ArgumentException refusal)
        {
            throw new UsageException($"--hidden: {DisplayText.Reason(refusal)}");
        }
    }
}
