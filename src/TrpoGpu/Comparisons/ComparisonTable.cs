using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TrpoGpu.Comparisons;

/// <summary>The tables of an environment: a row for each algorithm, the settings that differ, and every seed.</summary>
internal static class ComparisonTable
{
    // Every algorithm has its own value of it.
    private const string AlgorithmSetting = "algo";

    /// <summary>A row for each algorithm; those that nothing tells from the best are marked.</summary>
    /// <param name="groups">Of one environment.</param>
    internal static string Html(IReadOnlyList<GroupSummary> groups)
    {
        bool hasThreshold = groups[0].SolvedReturn is not null;
        double lowOfBest = groups.MaxBy(group => group.Iqm)!.Low;
        string[] heads =
        [
            "algorithm", "IQM (95 %)", "mean", "worst seed",
            .. hasThreshold ? ["steps to solve", "s to solve"] : Array.Empty<string>(),
            "s / 1M steps", "mean KL", "accepted",
        ];
        StringBuilder html = new();
        html.Append("<div class=\"scroll\"><table>\n")
            .Append("<caption>Return of the final policy over 100 episodes, most likely actions.</caption>\n")
            .Append("<thead><tr>");
        AppendAll(html, heads.Select(head => $"<th scope=\"col\">{head}</th>"));
        html.Append("<th scope=\"col\" class=\"words\">refused</th></tr></thead>\n<tbody>\n");
        foreach (GroupSummary group in groups)
        {
            string mark = groups.Count > 1 && group.High >= lowOfBest ? " class=\"best\"" : "";
            html.Append(
                $"<tr{mark}><th scope=\"row\">{ComparisonPage.Encoded(group.Algorithm)}{Fate(group)}</th>");
            AppendAll(html, Cells(group, hasThreshold).Select(cell => $"<td>{ComparisonPage.Encoded(cell)}</td>"));
            html.Append($"<td class=\"words\">{ComparisonPage.Encoded(ComparisonText.Refused(group))}</td></tr>\n");
        }

        return html.Append("</tbody>\n</table></div>").ToString();
    }

    /// <summary>The settings in which algorithms differ, folded away; nothing if there are none.</summary>
    internal static string Settings(IReadOnlyList<GroupSummary> groups)
    {
        string[] names =
        [
            .. groups[0].Settings.Select(setting => setting.Name)
                .Where(name => name != AlgorithmSetting && groups.DistinctBy(group => Value(group, name)).Count() > 1),
        ];
        if (names.Length == 0)
        {
            return "";
        }

        StringBuilder html = new("<details><summary>Settings that differ</summary>\n<div class=\"scroll\"><table>\n");
        html.Append("<thead><tr><th scope=\"col\">setting</th>");
        AppendAll(html, groups.Select(group => $"<th scope=\"col\">{ComparisonPage.Encoded(group.Algorithm)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (string name in names)
        {
            html.Append($"<tr><th scope=\"row\"><code>{ComparisonPage.Encoded(name)}</code></th>");
            AppendAll(html, groups.Select(group => $"<td>{ComparisonPage.Encoded(Value(group, name))}</td>"));
            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table></div></details>\n").ToString();
    }

    /// <summary>The final return of every seed, folded away.</summary>
    internal static string Seeds(IReadOnlyList<GroupSummary> groups)
    {
        StringBuilder html = new("<details><summary>Every seed</summary>\n<div class=\"scroll\"><table>\n");
        html.Append("<thead><tr><th scope=\"col\">seed</th>");
        AppendAll(html, groups.Select(group => $"<th scope=\"col\">{ComparisonPage.Encoded(group.Algorithm)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (ulong seed in groups.SelectMany(group => group.Cells).Select(cell => cell.Seed).Distinct())
        {
            html.Append($"<tr><th scope=\"row\">{seed}</th>");
            AppendAll(html, groups.Select(group => $"<td>{OfSeed(group, seed)}</td>"));
            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table></div></details>\n").ToString();
    }

    private static IEnumerable<string> Cells(GroupSummary group, bool hasThreshold)
    {
        yield return ComparisonText.Band(group);
        yield return ComparisonText.Return(group.Mean);
        yield return ComparisonText.Return(group.Worst);
        if (hasThreshold)
        {
            string share = group.SolvedRuns < group.Cells.Count
                ? $" ({group.SolvedRuns} of {group.Cells.Count})"
                : "";
            yield return ComparisonText.Steps(group.StepsToSolve) + share;
            yield return ComparisonText.Seconds(group.SecondsToSolve);
        }

        yield return ComparisonText.Seconds(group.SecondsPerMillionSteps);
        yield return ComparisonText.Kl(group.MeanKl);
        yield return $"{ComparisonText.Percent(group.AcceptedShare)} of {group.Updates}";
    }

    private static string OfSeed(GroupSummary group, ulong seed)
    {
        CellResult? cell = group.Cells.FirstOrDefault(own => own.Seed == seed);
        if (cell is null)
        {
            return ComparisonText.None;
        }

        string score = ComparisonText.Return(cell.Score.ReturnMean);
        return cell.Score.Message is string message
            ? $"{score} <span class=\"fate\">{ComparisonPage.Encoded(message)}</span>"
            : score;
    }

    private static string Fate(GroupSummary group) => group.DivergedRuns == 0
        ? ""
        : $" <span class=\"fate\">{group.DivergedRuns} of {group.Cells.Count} diverged</span>";

    private static string Value(GroupSummary group, string name) =>
        group.Settings.FirstOrDefault(setting => setting.Name == name).Value ?? ComparisonText.None;

    private static void AppendAll(StringBuilder html, IEnumerable<string> parts) => html.AppendJoin("", parts);
}
