using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Replay;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo replay ENV FILE</c>: holds the mechanics of an environment to trajectories of MuJoCo's.</summary>
internal static class ReplayCommand
{
    private const string None = "none";

    private const string Notes =
        """
        An error is |replayed - recorded| / max(1, |recorded|); that of a step is that of its worst component.
        Double precision is the reference engine, single precision the CPU engine's own code in the machine's widest
        vectors. One step is made from every recorded state. Open loops go from the start state to the end; their
        errors grow as fast as the task makes them, so they are held to what is asked for and to nothing else. Files
        are JSON in the format of tests/Golden/mujoco/README.md, up to 64 MiB, as they are or compressed by gzip.
        """;

    private const string Examples =
        """
        Exit code 7 says that an error is beyond its tolerance; 6 that the file is no recording of this environment.

        Examples:
          trpo replay hopper tests/Golden/mujoco/traj-hopper.json.gz
          trpo replay Walker2d-v4 tests/Golden/mujoco/traj-walker2d_v4.json.gz --precision single --json
          trpo replay swimmer swimmer.json --tolerance v_max=1e-8 --tolerance open_100=1e-6
        """;

    internal static Command Create()
    {
        Argument<string> environment = new("environment")
        {
            HelpName = "environment",
            Description = "what was recorded, such as hopper or Walker2d-v4",
        };
        Argument<string> file = new("file")
        {
            HelpName = "file",
            Description = "recorded trajectories, such as tests/Golden/mujoco/traj-hopper.json.gz",
        };
        Option<ReplayPrecision?> precision = new("--precision")
        {
            HelpName = "single|double",
            Description = "arithmetic of the replay (default double)",
            CustomParser = result => result.Tokens[0].Value switch
            {
                "single" => ReplayPrecision.Single,
                "double" => ReplayPrecision.Double,
                _ => CommonOptions.Refuse<ReplayPrecision?>(result, "single or double"),
            },
        };
        Option<string[]> tolerance = new("--tolerance")
        {
            HelpName = "name=value",
            Description =
                "largest error allowed, such as v_max=1e-8, or none; may be repeated (default as below)",
        };
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new(
            "replay", "Step MuJoCo's recorded trajectories and say how far off every quantity is.",
            parsed => Help(parsed.GetResult(environment)?.Tokens.FirstOrDefault()?.Value))
        {
            environment, file, precision, tolerance, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () => Run(
            parsed.GetValue(environment)!, parsed.GetValue(file)!, parsed.GetValue(precision) ?? ReplayPrecision.Double,
            parsed.GetValue(tolerance) ?? [],
            new ReplayReport(parsed.InvocationConfiguration.Output, parsed.GetValue(json)))));
        return command;
    }

    private static int Run(
        string name, string path, ReplayPrecision precision, string[] changes, ReplayReport report)
    {
        RecordedEnvironment environment = FindEnvironment(name);
        ReplayTolerances tolerances = changes.Aggregate(ReplayTolerances.For(environment, precision), Change);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"there is no file {DisplayText.Quote(path)}; name one with trajectories of {environment.Spec.Id}");
        }

        ReplayResult result = ReplayResult.Of(RecordingReader.Read(path, environment), precision, tolerances);
        report.Write(result);
        return result.Beyond.Count == 0 ? ExitCode.Done : ExitCode.OutsideTolerance;
    }

    /// <summary>What is recorded of the environment that a name means.</summary>
    /// <exception cref="UsageException">There is no such environment, or nothing of it is recorded.</exception>
    private static RecordedEnvironment FindEnvironment(string name)
    {
        // The files' own names, such as half_cheetah, mean what they record.
        EnvironmentSpec spec =
            RecordedEnvironment.All.ToArray().FirstOrDefault(recorded => recorded.Name == name)?.Spec ??
            CommonOptions.FindEnvironment(name);
        if (RecordedEnvironment.TryFind(spec, out RecordedEnvironment? environment))
        {
            return environment;
        }

        // Another version of a task that is recorded moves in the same way.
        RecordedEnvironment[] all = RecordedEnvironment.All.ToArray();
        string family = BuiltInEnvironments.ShortName(spec.Id);
        string reason = all.FirstOrDefault(other => BuiltInEnvironments.ShortName(other.Spec.Id) == family) is { } alike
            ? $"{spec.Id} moves as {alike.Spec.Id} does, and is recorded as that: replay {alike.Spec.Id}"
            : $"{spec.Id} cannot be replayed: its mechanics are not MuJoCo's";
        throw new UsageException(
            $"{reason}. There are recordings of {string.Join(", ", all.Select(one => one.Spec.Id))}");
    }

    private static ReplayTolerances Change(ReplayTolerances tolerances, string change)
    {
        string[] names = [.. ReplayTolerances.Names.ToArray().Select(known => known.Name)];
        string[] parts = change.Split('=', 2);
        if (parts is not [string name, string text])
        {
            throw new UsageException($"--tolerance: '{change}' given, expected name=value, such as v_max=1e-8");
        }

        if (!names.Contains(name))
        {
            throw new UsageException(
                $"--tolerance: there is no tolerance '{name}'{NearestName.Question(name, names)} There are " +
                string.Join(", ", names));
        }

        if (text == None)
        {
            return tolerances.With(name, null);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) &&
            double.IsFinite(bound) && bound >= 0
            ? tolerances.With(name, bound)
            : throw new UsageException(
                $"--tolerance: {name}: '{text}' given, expected a number from 0 on, such as 1e-8, or {None}");
    }

    private static string Help(string? name)
    {
        bool isKnown = BuiltInEnvironments.TryFind(name ?? "", out EnvironmentSpec? spec);
        RecordedEnvironment? environment = null;
        isKnown = isKnown && RecordedEnvironment.TryFind(spec!, out environment);
        environment ??= RecordedEnvironment.All[^1];
        ReplayTolerances single = ReplayTolerances.For(environment, ReplayPrecision.Single);
        ReplayTolerances exact = ReplayTolerances.For(environment, ReplayPrecision.Double);
        StringBuilder text = new(Notes);
        text.Append($"\n\nTolerances and their defaults for {environment.Spec.Id}");
        text.Append(isKnown ? ":\n" : "; 'trpo replay ENVIRONMENT --help' shows those of one:\n");
        text.Append($"  {"name",-16} {"double",7} {"single",7}\n");
        foreach ((string known, string meaning) in ReplayTolerances.Names)
        {
            text.Append($"  {known,-16} {Bound(exact.Of(known)),7} {Bound(single.Of(known)),7}  {meaning}\n");
        }

        return text.Append('\n').Append(Examples).ToString();
    }

    private static string Bound(double? bound) => bound is double value ? ReplayReport.Bound(value) : None;
}
