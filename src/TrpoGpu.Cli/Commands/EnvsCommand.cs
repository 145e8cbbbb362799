using System.CommandLine;
using System.IO;
using TrpoGpu.Cli.Display;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo envs</c>: the built-in environments.</summary>
internal static class EnvsCommand
{
    internal static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("envs", "List the built-in environments.") { json };
        command.SetAction(parsed => CommandLineErrors.Guard(
            parsed.InvocationConfiguration.Error,
            () => Run(parsed.GetValue(json), parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        if (!json)
        {
            output.WriteLine(Row("environment", "observations", "actions", "step limit", "solved at", "preset steps"));
        }

        foreach (EnvironmentSpec spec in BuiltInEnvironments.All)
        {
            long steps = Presets.For(spec.Id).TotalSteps;
            if (json)
            {
                new JsonLine()
                    .Add("env", spec.Id)
                    .Add("observations", spec.ObservationNames)
                    .Add("actions", spec.Actions.Kind.ToString())
                    .Add("action_columns", spec.Actions.Columns)
                    .Add("choices", spec.Actions.Choices)
                    .Add("time_limit", spec.TimeLimit)
                    .Add("solved_return", spec.SolvedReturn)
                    .Add("steps", steps)
                    .WriteTo(output);
            }
            else
            {
                output.WriteLine(Row(
                    spec.Id, $"{spec.ObservationSize}", Actions(spec.Actions), $"{spec.TimeLimit}",
                    spec.SolvedReturn?.ToString() ?? "-", Progress.Count(steps)));
            }
        }

        if (!json)
        {
            string name = BuiltInEnvironments.ShortName(BuiltInEnvironments.All[0].Id);
            output.WriteLine();
            output.WriteLine($"Train one with 'trpo train {name}'; 'trpo train {name} --help' shows its preset.");
        }

        return ExitCode.Done;
    }

    private static string Row(
        string id, string observations, string actions, string timeLimit, string solved, string steps) =>
        $"{id,-25} {observations,12}  {actions,-12} {timeLimit,10} {solved,10} {steps,13}";

    private static string Actions(ActionSpace actions) => actions.Kind switch
    {
        ActionKind.Discrete => $"{actions.Choices[0]} choices",
        ActionKind.Continuous => $"{actions.Columns} real",
        _ => $"{actions.Columns} columns",
    };
}
