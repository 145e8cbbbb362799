using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TrpoGpu.Comparisons;

/// <summary>
/// The runs of a comparison as comma-separated values by RFC 4180, a row each: its line ends, its quotes, a number with
/// all its digits, an empty field where there is none.
/// </summary>
internal static class ComparisonCsv
{
    private const string LineEnd = "\r\n";

    private static readonly (string Name, Func<GroupSummary, CellResult, object?> Value)[] Columns =
    [
        ("env", (_, cell) => cell.Environment),
        ("algo", (_, cell) => cell.Algorithm),
        ("seed", (_, cell) => cell.Seed),
        ("outcome", (_, cell) => cell.Score.Outcome.ToString().ToLowerInvariant()),
        ("eval_return_mean", (_, cell) => cell.Score.ReturnMean),
        ("eval_return_std", (_, cell) => cell.Score.ReturnDeviation),
        ("eval_length_mean", (_, cell) => cell.Score.LengthMean),
        ("eval_episodes", (_, cell) => cell.Score.Episodes),
        ("train_return_mean", (_, cell) => cell.Progress.LastReturn),
        ("steps", (_, cell) => cell.Score.Steps),
        ("seconds", (_, cell) => cell.Progress.TotalSeconds),
        ("seconds_per_million_steps", (_, cell) => cell.Progress.SecondsPerMillionSteps),
        ("steps_to_solve", (group, cell) => group.StepsToSolveOf(cell)),
        ("seconds_to_solve", (group, cell) => group.SecondsToSolveOf(cell)),
        ("kl_mean", (_, cell) => cell.Progress.MeanKl),
        ("updates", (_, cell) => cell.Progress.Outcomes.Length),
        ("updates_accepted", (_, cell) => cell.Progress.AcceptedUpdates),
        ("outcomes", (_, cell) => Outcomes(cell)),
        ("message", (_, cell) => cell.Score.Message),
        ("folder", (_, cell) => cell.Folder),
    ];

    /// <summary>A head, and a row for each run in the order of the groups.</summary>
    internal static string Text(IReadOnlyList<GroupSummary> groups)
    {
        StringBuilder text = new();
        text.Append(string.Join(',', Columns.Select(column => column.Name))).Append(LineEnd);
        foreach (GroupSummary group in groups)
        {
            foreach (CellResult cell in group.Cells)
            {
                text.Append(string.Join(',', Columns.Select(column => Field(column.Value(group, cell)))))
                    .Append(LineEnd);
            }
        }

        return text.ToString();
    }

    /// <summary>A value as a field: quoted where a comma, a quote or a line end would end it.</summary>
    internal static string Field(object? value) => value switch
    {
        null => "",
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        string text => text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Outcomes(CellResult cell) => string.Join(
        ' ',
        cell.Progress.Outcomes.CountBy(outcome => outcome).OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}={count.Value}")));
}
