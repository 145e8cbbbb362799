using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Cli.Commands;

/// <summary>What is to be timed, as it was typed; null where nothing was.</summary>
internal sealed record BenchSizes
{
    private const int MaxWidth = 1_000_000;
    private const int DefaultRows = 5000;
    private const int DefaultObservations = 17;
    private const int DefaultActions = 6;
    private const int DefaultCopies = 64;

    // Of many environments, so that a rollout is more than its beginning and end.
    private const int DefaultSteps = 16;

    internal long? Rows { get; init; }

    internal long? Observations { get; init; }

    internal long? Actions { get; init; }

    internal string? Hidden { get; init; }

    internal string? Distribution { get; init; }

    internal string? Environment { get; init; }

    internal long? Copies { get; init; }

    /// <summary>A network over a batch.</summary>
    /// <exception cref="UsageException">A size is out of range, or is one of rollouts.</exception>
    internal (NetworkShape Shape, int Rows) Network()
    {
        Refuse("--env", Environment, "only a rollout and training have an environment");
        Refuse("--envs", Copies, "only a rollout and training have environments");
        int inputs = Width("--obs", Observations ?? DefaultObservations);
        int actions = Width("--act", Actions ?? DefaultActions);
        HeadShape head = (Distribution ?? "gaussian") switch
        {
            "gaussian" => HeadShape.DiagonalGaussian(actions),
            "categorical" => HeadShape.Categorical(actions),
            string other => throw new UsageException($"--dist: '{other}' given, expected gaussian or categorical"),
        };
        int[] widths = [inputs, .. HiddenWidths(), head.Size.NetworkOutputs];
        if (widths.Zip(widths.Skip(1), (i, o) => (i + 1L) * o).Sum() + head.Size.FreeParameters > int.MaxValue)
        {
            throw new UsageException(
                $"--hidden: {string.Join('-', widths)} has more than {int.MaxValue} parameters");
        }

        int rows = Count("--batch", Rows ?? DefaultRows, int.MaxValue / Math.Max(widths.Max(), head.Size.Parameters));
        return (new NetworkShape(new MlpShape(widths, ActivationKind.Tanh), head), rows);
    }

    /// <summary>An environment, copies of it, and as many steps of each as a batch asks for.</summary>
    /// <exception cref="UsageException">A size is out of range, or the environment fixes it.</exception>
    internal (EnvironmentSpec Environment, int Copies, int Steps) Rollout()
    {
        RefuseNetwork();
        Refuse("--hidden", Hidden, "a rollout is timed with the default widths");
        EnvironmentSpec environment = CommonOptions.FindEnvironment(Environment ?? "cartpole");
        int most = int.MaxValue / Math.Max(environment.ObservationSize, environment.Actions.Columns);
        int copies = Count("--envs", Copies ?? DefaultCopies, most);
        int rows = RowsOf(copies, Math.Max(DefaultRows, (long)DefaultSteps * copies), most);
        return (environment, copies, rows / copies);
    }

    /// <summary>An environment and its preset, with as many environments, steps and units as were typed.</summary>
    /// <exception cref="UsageException">A size is out of range, or the environment fixes it.</exception>
    internal (string Environment, TrpoOptions Options) Training()
    {
        RefuseNetwork();
        EnvironmentSpec environment = CommonOptions.FindEnvironment(Environment ?? "cartpole");
        TrpoOptions preset = Presets.For(environment.Id);
        int most = int.MaxValue / Math.Max(environment.ObservationSize, environment.Actions.Columns);
        int copies = Count("--envs", Copies ?? preset.Environments, most);
        int rows = RowsOf(copies, (long)preset.Steps * copies, most);
        return (environment.Id, preset with
        {
            Environments = copies,
            Steps = rows / copies,
            Hidden = Hidden is null ? preset.Hidden : [.. HiddenWidths()],
        });
    }

    private int RowsOf(int copies, long rowsUnlessTyped, int most)
    {
        int rows = Count("--batch", Rows ?? rowsUnlessTyped, most);
        return rows >= copies
            ? rows
            : throw new UsageException(
                $"--batch: {rows} rows given, expected at least one for each of {copies} --envs");
    }

    private void RefuseNetwork()
    {
        Refuse("--obs", Observations, "the environment decides on it");
        Refuse("--act", Actions, "the environment decides on it");
        Refuse("--dist", Distribution, "the environment decides on it");
    }

    private int[] HiddenWidths()
    {
        string[] parts = Hidden is null ? ["64", "64"] : Hidden.Split(',', StringSplitOptions.TrimEntries);
        return parts is [""] ? [] : Array.ConvertAll(parts, part =>
            CountText.TryParse(part, out long width) && width is >= 1 and <= MaxWidth
                ? (int)width
                : throw new UsageException(
                    $"--hidden: '{part}' given, expected widths joined by commas, such as 64,64"));
    }

    private static int Width(string option, long width) => Count(option, width, MaxWidth);

    private static int Count(string option, long count, int most) => count >= 1 && count <= most
        ? (int)count
        : throw new UsageException($"{option}: {count} given, expected 1 to {most}");

    private static void Refuse(string option, object? given, string reason)
    {
        if (given is not null)
        {
            throw new UsageException($"{option}: {reason}");
        }
    }
}
