using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Comparing;

/// <summary>What a comparison found: for the terminal, for programs, and as files.</summary>
/// <param name="result">What it found.</param>
/// <param name="folder">Of the comparison.</param>
internal sealed class CompareReport(ComparisonResult result, string folder)
{
    private string Page { get; } = Path.Combine(folder, ComparisonResult.PageName);

    private string Table { get; } = Path.Combine(folder, ComparisonResult.TableName);

    /// <summary>Writes the page and the table of runs, replacing those of an earlier time.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal void WriteFiles()
    {
        AtomicFile.WriteText(Table, ComparisonCsv.Text(result.Groups));
        AtomicFile.WriteText(Page, ComparisonPage.Html(result));
    }

    /// <summary>One object for each environment and algorithm.</summary>
    internal void WriteJson(TextWriter output)
    {
        foreach (GroupSummary group in result.Groups)
        {
            new JsonLine()
                .Add("env", group.Environment)
                .Add("algo", group.Algorithm)
                .Add("seeds", group.Cells.Count)
                .Add("diverged", group.DivergedRuns)
                .Add("eval_return_iqm", group.Iqm)
                .Add("eval_return_low", group.Low)
                .Add("eval_return_high", group.High)
                .Add("eval_return_mean", group.Mean)
                .Add("eval_return_worst", group.Worst)
                .Add("solved_seeds", group.SolvedReturn is null ? null : group.SolvedRuns)
                .Add("steps_to_solve", group.StepsToSolve)
                .Add("seconds_to_solve", group.SecondsToSolve)
                .Add("seconds_per_million_steps", group.SecondsPerMillionSteps)
                .Add("kl_mean", group.MeanKl)
                .Add("updates", group.Updates)
                .Add("accepted_share", group.AcceptedShare)
                .Add("report", Page)
                .Add("results", Table)
                .WriteTo(output);
        }
    }

    /// <summary>A table, where the report is, and what to do next.</summary>
    internal void WriteText(TextWriter output)
    {
        List<string[]> rows = [["environment", "algo", "IQM", "95 %", "worst", "to solve", "s / 1M", "accepted", ""]];
        rows.AddRange(result.Groups.Select(Row));
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            // Names to the left, figures to the right.
            IEnumerable<string> cells = row.Select(
                (cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }

        GroupSummary best = result.Groups.MaxBy(group => group.Iqm)!;
        string run = ShellText.Quote(Path.Combine(folder, best.Cells[0].Folder));
        output.WriteLine();
        output.WriteLine($"report   {ShellText.Quote(Page)} (everything in one file)");
        output.WriteLine($"look     open it in a browser: {new Uri(Path.GetFullPath(Page)).AbsoluteUri}");
        output.WriteLine($"figures  {ShellText.Quote(Table)} (a row for each of {result.Runs} runs)");
        output.WriteLine($"watch    trpo render {run} -o {ShellText.Quote(Path.Combine(folder, "episode.html"))}");
        output.WriteLine("more     the same command with more seeds, steps or algorithms keeps what is there");
    }

    private static string[] Row(GroupSummary group) =>
    [
        group.Environment, group.Algorithm, ComparisonText.Return(group.Iqm),
        $"{ComparisonText.Return(group.Low)} to {ComparisonText.Return(group.High)}",
        ComparisonText.Return(group.Worst), ComparisonText.Steps(group.StepsToSolve),
        ComparisonText.Seconds(group.SecondsPerMillionSteps), ComparisonText.Percent(group.AcceptedShare),
        group.DivergedRuns > 0 ? $"{group.DivergedRuns} of {group.Cells.Count} diverged" : "",
    ];
}
