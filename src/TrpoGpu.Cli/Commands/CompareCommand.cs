using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli.Comparing;
using TrpoGpu.Cli.Display;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo compare</c>: runs algorithms in environments with several seeds, and reports on them.</summary>
internal static class CompareCommand
{
    private const string DefaultOutput = "compare";
    private const string DefaultAlgorithms = "trpo,ppo";
    private const string DefaultSeeds = "0..4";

    private const string Examples =
        """
        Each run is a folder such as compare/cartpole/trpo/s0, as 'trpo train' writes it, with the return of its final
        policy in evaluation.json. The same command again makes what is missing, goes on with what was interrupted,
        and writes report.html and results.csv anew.

        Examples:
          trpo compare --env cartpole,pendulum --algo trpo,ppo --seeds 0..9
          trpo compare --env hopper --algo trpo,tnpg --seeds 0,3,7 --steps 200k --set gamma=0.995 --out study
          trpo compare --env cartpole --seeds 0..4 --json --quiet > results.jsonl
        """;

    /// <param name="devices">What <c>--device auto</c> chooses from.</param>
    internal static Command Create(DeviceBoard devices)
    {
        Option<string?> environments = new("--env")
        {
            HelpName = "names",
            Description = "what to learn, joined by commas, such as cartpole,pendulum (default none: name some)",
        };
        Option<string> algorithms = new("--algo")
        {
            HelpName = "names",
            Description = $"how, joined by commas: {AlgorithmName.All}",
            DefaultValueFactory = _ => DefaultAlgorithms,
        };
        Option<(string Text, ulong[] Seeds)> seeds = new("--seeds")
        {
            HelpName = "list",
            Description = $"seeds of the runs, such as 0..9 or 0,3,7 (default {DefaultSeeds})",
            CustomParser = ParseSeeds,
        };
        Option<long?> steps = CommonOptions.Count(
            "--steps", 1, long.MaxValue, "200k", "environment steps of each run, such as 200k (default the preset's)");
        Option<string[]> set = CommonOptions.Set("override a setting of all runs, such as --set gamma=0.98");
        Option<string> output = new("--out")
        {
            HelpName = "folder",
            Description = "folder of the runs and the report; what fits in it is kept",
            DefaultValueFactory = _ => DefaultOutput,
        };
        DeviceOptions device = new();
        Option<bool> quiet = new("--quiet") { Description = "print the result only (default off)" };
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new(
            "compare", "Compare algorithms over environments and seeds, with a report.", _ => Examples)
        {
            environments, algorithms, seeds, steps, set, output, device.Device, device.Threads, device.Memory, quiet,
            json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            (string text, ulong[] list) = parsed.GetResult(seeds) is null
                ? (DefaultSeeds, Seeds(DefaultSeeds)!)
                : parsed.GetValue(seeds);
            return Run(
                new CompareRequest
                {
                    Environments = parsed.GetValue(environments) ?? throw new UsageException(
                        "compare what? Name environments, such as 'trpo compare --env cartpole,pendulum'; " +
                        "'trpo envs' lists them"),
                    Algorithms = parsed.GetValue(algorithms)!,
                    Seeds = list,
                    SeedText = text,
                    Steps = parsed.GetValue(steps),
                    Set = parsed.GetValue(set) ?? [],
                    Device = device.Read(parsed),
                    Output = Path.TrimEndingDirectorySeparator(parsed.GetValue(output)!),
                    Quiet = parsed.GetValue(quiet),
                    Json = parsed.GetValue(json),
                    CommandLine = ShellText.Join(["trpo", .. parsed.Tokens.Select(token => token.Value)]),
                },
                devices, parsed.InvocationConfiguration);
        }));
        return command;
    }

    private static int Run(CompareRequest request, DeviceBoard devices, InvocationConfiguration console)
    {
        GridPlan plan = GridPlan.Make(request);
        request.Device.Check();

        if (request.Output.Length == 0 || File.Exists(request.Output))
        {
            throw new UsageException($"--out: '{request.Output}' given, expected a folder, new or of a comparison");
        }

        // Everything that is there is looked at before anything is run: no mistake shows after hours.
        CellState[] states = [.. plan.Cells.Select(CellFolder.Look)];
        Dictionary<GridCell, CellResult> results = [];
        GridProgress progress = new(plan.Cells);
        foreach (GridCell cell in plan.Cells.Where((_, k) => states[k] == CellState.Done))
        {
            results[cell] = GridRun.Read(cell);
            progress.End(cell, results[cell].Score.Steps, results[cell].Progress.TotalSeconds);
        }

        TextWriter notes = request.Quiet ? TextWriter.Null : console.Error;
        GridCell first = plan.Cells[0];
        using ComputeBackend backend = RunPlan.Checked(() => request.Device.Open(
            devices, DeviceWork.Training(first.Environment, first.Options, first.Seed), notes));
        GridRun.ThrowIfTooLarge(plan, backend);
        string runs = plan.Cells.Count == 1 ? "run" : "runs";
        notes.WriteLine($"{plan.Cells.Count} {runs} into {request.Output}: {States(states)}");
        notes.WriteLine($"on {backend.Description}");
        if (!Make(plan, states, results, progress, backend, request, console))
        {
            console.Error.WriteLine(
                $"trpo: stopped after {results.Count} of {plan.Cells.Count} runs; to go on: {request.CommandLine}");
            return ExitCode.Interrupted;
        }

        CompareReport report = new(
            new ComparisonResult(
                request.CommandLine, SystemInfo.Current, backend.Description, request.SeedText,
                plan.Cells.Count(cell => !GridRun.WasMadeHere(cell, backend)), [.. Groups(plan, results)]),
            request.Output);
        report.WriteFiles();
        if (request.Json)
        {
            report.WriteJson(console.Output);
        }
        else
        {
            report.WriteText(console.Output);
        }

        return ExitCode.Done;
    }

    // Whether all were made; if not, someone asked to stop.
    private static bool Make(
        GridPlan plan, CellState[] states, Dictionary<GridCell, CellResult> results, GridProgress progress,
        ComputeBackend backend, CompareRequest request, InvocationConfiguration console)
    {
        using IGridDisplay display = !request.Quiet && Terminal.IsInteractive(console.Error)
            ? new LiveGridDisplay(Terminal.CreateErrorConsole(), progress)
            : new PlainGridDisplay(request.Quiet ? TextWriter.Null : console.Error, progress, plan.Cells);
        using Interruption interruption = new(
            heard: () => display.Say("stopping after this update; once more stops at once"),
            leaving: () =>
            {
                display.Dispose();
                console.Error.WriteLine($"trpo: stopped at once; to go on: {request.CommandLine}");
            });
        GridRun grid = new(backend, display, request.CommandLine);
        for (int k = 0; k < states.Length && !interruption.IsRequested; k++)
        {
            GridCell cell = plan.Cells[k];
            if (states[k] != CellState.Done && grid.Run(cell, states[k], interruption) is CellResult result)
            {
                results[cell] = result;
            }
        }

        return results.Count == states.Length;
    }

    private static IEnumerable<GroupSummary> Groups(GridPlan plan, Dictionary<GridCell, CellResult> results)
    {
        foreach (EnvironmentSpec environment in plan.Environments)
        {
            foreach (string algorithm in plan.Algorithms)
            {
                GridCell[] cells =
                [
                    .. plan.Cells.Where(cell => cell.Environment == environment.Id && cell.Algorithm == algorithm),
                ];
                yield return new GroupSummary(
                    [.. cells.Select(cell => results[cell])],
                    [.. OptionTable.All.Select(option => (option.Name, option.Text(cells[0].Options)))],
                    environment.SolvedReturn);
            }
        }
    }

    private static string States(CellState[] states)
    {
        int kept = states.Count(state => state == CellState.Done);
        int begun = states.Count(state => state == CellState.Begun);
        return $"{kept} done, {begun} begun, {states.Length - kept - begun} to make";
    }

    private static (string Text, ulong[] Seeds) ParseSeeds(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        return Seeds(text) is ulong[] seeds
            ? (text, seeds)
            : CommonOptions.Refuse<(string, ulong[])>(result, $"{SeedList.Expected}, {SeedList.MaxCount} at most");
    }

    private static ulong[]? Seeds(string text) => SeedList.TryParse(text, out ulong[] seeds) ? seeds : null;
}
