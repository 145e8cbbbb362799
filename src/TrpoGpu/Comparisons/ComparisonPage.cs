using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using TrpoGpu.RunStatistics;

namespace TrpoGpu.Comparisons;

/// <summary>
/// A comparison as one page of HTML: tables and drawn curves, no script, and a policy that lets the browser load
/// nothing.
/// </summary>
internal static partial class ComparisonPage
{
    private const int CommitLength = 8;

    private static readonly string Template = Resource("page.html");
    private static readonly string Style = Resource("page.css");

    /// <summary>The page; the same result gives the same characters.</summary>
    internal static string Html(ComparisonResult result)
    {
        Dictionary<string, string> parts = new()
        {
            ["style"] = Style,
            ["title"] = Encoded(Title(result)),
            ["summary"] = Encoded(Summary(result)),
            ["command"] = Encoded(result.CommandLine),
            ["facts"] = string.Concat(Facts(result).Select(
                fact => $"<div><dt>{Encoded(fact.Name)}</dt><dd>{Encoded(fact.Text)}</dd></div>\n")),
            ["improvement"] = result.Algorithms.Count > 1 ? Improvement(result) : "",
            ["environments"] = string.Concat(result.Environments.Select(
                environment => Section(environment, result.Of(environment)))),
            ["table-name"] = ComparisonResult.TableName,
            ["resamples"] = $"{Bootstrap.Resamples}",
        };
        return Placeholder().Replace(Template, match => parts[match.Groups[1].Value]);
    }

    /// <summary>What is compared, in a line.</summary>
    internal static string Title(ComparisonResult result) =>
        $"{Listed(result.Algorithms)} on {Listed(result.Environments)}";

    private static string Summary(ComparisonResult result)
    {
        int diverged = result.Groups.Sum(group => group.DivergedRuns);
        string fate = diverged == 0 ? "all finished" : $"{diverged} diverged and count with their last good policy";
        return $"{result.Runs} runs, seeds {result.Seeds}; {fate}.";
    }

    private static IEnumerable<(string Name, string Text)> Facts(ComparisonResult result)
    {
        yield return ("Device", result.Device);
        yield return ("Processor", $"{result.System.Processor}, {result.System.Processors} logical");
        yield return ("System", $"{result.System.Platform}, {result.System.Runtime}");
        yield return ("TrpoGpu", Version(result.System.Library));
        if (result.RunsElsewhere > 0)
        {
            yield return (
                "Made elsewhere",
                $"{result.RunsElsewhere} of {result.Runs} runs, by another machine, device or version: mind that " +
                "when comparing times");
        }
    }

    private static string Section(string environment, IReadOnlyList<GroupSummary> groups)
    {
        string threshold = groups[0].SolvedReturn is double solved
            ? $"; dashed at {ComparisonText.Return(solved)}, what counts as solved"
            : "";
        return
            $"""
            <section>
            <h2>{Encoded(environment)}</h2>
            {ComparisonTable.Html(groups)}
            <figure>
            <div class="scroll">
            {ComparisonCharts.Svg(groups)}</div>
            <figcaption>
            Returns: mean of the last hundred training episodes, interquartile mean over the seeds with its 95 %
            band{threshold}. KL: median over the seeds, between the least and the greatest; dashed, target_kl where all
            have the same.
            </figcaption>
            </figure>
            {ComparisonTable.Settings(groups)}{ComparisonTable.Seeds(groups)}</section>

            """;
    }

    private static string Improvement(ComparisonResult result)
    {
        string first = result.Algorithms[0];
        StringBuilder rows = new();
        foreach (string algorithm in result.Algorithms.Skip(1))
        {
            (double mean, double low, double high) = result.Improvement(algorithm, first);
            rows.Append(
                $"<tr><th scope=\"row\">{Encoded(algorithm)} over {Encoded(first)}</th>" +
                $"<td>{ComparisonText.Percent(mean)}</td>" +
                $"<td>{ComparisonText.Percent(low)} to {ComparisonText.Percent(high)}</td></tr>\n");
        }

        string where = result.Environments.Count > 1 ? $" over {result.Environments.Count} environments" : "";
        return
            $"""
            <section>
            <h2>Probability of improvement</h2>
            <p>How likely a run scores higher than one of {Encoded(first)}{where}; 50 % is no difference.</p>
            <div class="scroll"><table>
            <thead><tr><th scope="col">pair</th><th scope="col">probability</th><th scope="col">95 %</th></tr></thead>
            <tbody>
            {rows}</tbody>
            </table></div>
            </section>

            """;
    }

    // Of the commit behind the plus as much as names it.
    private static string Version(string library)
    {
        int end = library.IndexOf('+') + 1 + CommitLength;
        return end > CommitLength && end < library.Length ? library[..end] : library;
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count < 3
        ? string.Join(" and ", names)
        : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    /// <summary>Text as a page holds it.</summary>
    internal static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    private static string Resource(string name)
    {
        using Stream stream = typeof(ComparisonPage).Assembly.GetManifestResourceStream($"Comparisons/{name}")
            ?? throw new InvalidOperationException($"The library was built without {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
