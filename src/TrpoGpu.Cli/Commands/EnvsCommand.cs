using System;
using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo envs</c>: the built-in environments.</summary>
internal static class EnvsCommand
{
    internal static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("envs", "List the built-in environments.") { json };
        command.SetAction(parsed => CommandLineErrors.Guard(() => Run(parsed.GetValue(json))));
        return command;
    }

    private static int Run(bool json)
    {
        if (json)
        {
            foreach (EnvironmentSpec spec in BuiltInEnvironments.All)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    env = spec.Id,
                    observations = spec.ObservationNames,
                    actions = spec.Actions.Kind.ToString(),
                    action_columns = spec.Actions.Columns,
                    choices = spec.Actions.Choices.ToArray(),
                    time_limit = spec.TimeLimit,
                    solved_return = spec.SolvedReturn,
                    steps = Presets.For(spec.Id).TotalSteps,
                }));
            }

            return ExitCode.Done;
        }

        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("environment", "observations", "actions", "time limit", "solved at", "preset steps");
        foreach (EnvironmentSpec spec in BuiltInEnvironments.All)
        {
            string actions = spec.Actions.Kind == ActionKind.Discrete
                ? $"{spec.Actions.Choices[0]} choices"
                : $"{spec.Actions.Columns} continuous";
            table.AddRow(
                spec.Id, $"{spec.ObservationSize}", actions, $"{spec.TimeLimit}",
                $"{spec.SolvedReturn?.ToString() ?? "-"}",
                Display.Progress.Count(Presets.For(spec.Id).TotalSteps));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"Train one with: trpo train {BuiltInEnvironments.ShortName(BuiltInEnvironments.All[0].Id)}");
        return ExitCode.Done;
    }
}
