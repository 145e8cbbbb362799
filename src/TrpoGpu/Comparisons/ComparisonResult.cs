using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.RunStatistics;

namespace TrpoGpu.Comparisons;

/// <summary>A whole comparison.</summary>
/// <param name="CommandLine">The command that made it.</param>
/// <param name="System">Of the process that wrote it.</param>
/// <param name="Device">What computed, in words.</param>
/// <param name="Seeds">As they were asked for.</param>
/// <param name="RunsElsewhere">Runs that another machine, device or version made.</param>
/// <param name="Groups">One for each environment and algorithm, the environments one after the other.</param>
internal sealed record ComparisonResult(
    string CommandLine,
    SystemInfo System,
    string Device,
    string Seeds,
    int RunsElsewhere,
    IReadOnlyList<GroupSummary> Groups)
{
    /// <summary>Name of the page in the folder of the comparison.</summary>
    internal const string PageName = "report.html";

    /// <summary>Name of the table.</summary>
    internal const string TableName = "results.csv";

    /// <summary>Environments, in order.</summary>
    internal IReadOnlyList<string> Environments => [.. Groups.Select(group => group.Environment).Distinct()];

    /// <summary>Algorithms, in order.</summary>
    internal IReadOnlyList<string> Algorithms => [.. Groups.Select(group => group.Algorithm).Distinct()];

    /// <summary>Runs of all groups.</summary>
    internal int Runs => Groups.Sum(group => group.Cells.Count);

    /// <summary>The groups of an environment.</summary>
    internal IReadOnlyList<GroupSummary> Of(string environment) =>
        [.. Groups.Where(group => group.Environment == environment)];

    /// <summary>How likely a run of an algorithm scores higher than one of another, over all environments.</summary>
    internal (double Mean, double Low, double High) Improvement(string algorithm, string over) =>
        ProbabilityOfImprovement.Over(
        [
            .. Environments.Select(environment => (Scores(environment, algorithm), Scores(environment, over))),
        ]);

    private double[] Scores(string environment, string algorithm) =>
        Groups.Single(group => group.Environment == environment && group.Algorithm == algorithm).Scores;
}
