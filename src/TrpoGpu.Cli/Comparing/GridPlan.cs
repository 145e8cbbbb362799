using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Cli.Commands;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Comparing;

/// <summary>All runs of a comparison, resolved.</summary>
internal sealed class GridPlan
{
    private const string BudgetSetting = "total_timesteps";
    private const string AlgorithmSetting = "algo";

    private GridPlan(IReadOnlyList<EnvironmentSpec> environments, IReadOnlyList<string> algorithms, GridCell[] cells)
    {
        Environments = environments;
        Algorithms = algorithms;
        Cells = cells;
    }

    /// <summary>In the order of the report.</summary>
    internal IReadOnlyList<EnvironmentSpec> Environments { get; }

    /// <summary>In the order of the report.</summary>
    internal IReadOnlyList<string> Algorithms { get; }

    /// <summary>
    /// In the order in which they are run: all environments and algorithms with the first seed, then with the next, so
    /// that whoever stops early has compared alike with alike.
    /// </summary>
    internal IReadOnlyList<GridCell> Cells { get; }

    /// <exception cref="UsageException">A name is unknown, or given twice.</exception>
    /// <exception cref="OptionException">A setting is unknown or out of range.</exception>
    internal static GridPlan Make(CompareRequest request)
    {
        EnvironmentSpec[] environments =
            [.. Names("--env", request.Environments).Select(CommonOptions.FindEnvironment)];
        ThrowIfTwice("--env", environments.Select(spec => spec.Id));
        PolicyAlgorithm[] algorithms = [.. Names("--algo", request.Algorithms).Select(AlgorithmName.Find)];
        ThrowIfTwice("--algo", algorithms.Select(AlgorithmName.Of));
        List<GridCell> cells = [];
        foreach (ulong seed in request.Seeds)
        {
            foreach (EnvironmentSpec environment in environments)
            {
                foreach (PolicyAlgorithm algorithm in algorithms)
                {
                    string name = AlgorithmName.Of(algorithm);
                    string place = $"{FolderName(environment)}/{name}/s{seed}";
                    TrpoOptions options = Resolve(environment.Id, algorithm, request);
                    cells.Add(new GridCell(
                        environment.Id, name, seed, options, place, Path.Combine(request.Output, place)));
                }
            }
        }

        return new GridPlan(environments, [.. algorithms.Select(AlgorithmName.Of)], [.. cells]);
    }

    private static string[] Names(string name, string list)
    {
        string[] names = list.Split(',', StringSplitOptions.TrimEntries);
        return names.Contains("")
            ? throw new UsageException($"{name}: '{list}' given, expected names joined by commas")
            : names;
    }

    private static void ThrowIfTwice(string name, IEnumerable<string> values)
    {
        if (values.CountBy(value => value).FirstOrDefault(count => count.Value > 1).Key is string twice)
        {
            throw new UsageException($"{name}: {twice} is given twice");
        }
    }

    private static TrpoOptions Resolve(string environment, PolicyAlgorithm algorithm, CompareRequest request)
    {
        TrpoOptions options = Presets.For(environment, algorithm);
        foreach (string assignment in request.Set)
        {
            string[] parts = assignment.Split('=', 2, StringSplitOptions.TrimEntries);
            options = parts[0] == AlgorithmSetting
                ? throw new UsageException("--set algo: the algorithms of a comparison are those of --algo")
                : OptionTable.Find(parts[0]).With(options, parts[1]);
        }

        return request.Steps is long steps ? OptionTable.Find(BudgetSetting).With(options, $"{steps}") : options;
    }

    // Short where that means this version; a folder is named alike whatever case the name was typed in.
    private static string FolderName(EnvironmentSpec spec)
    {
        string name = BuiltInEnvironments.ShortName(spec.Id);
        return BuiltInEnvironments.Find(name) == spec ? name : spec.Id.ToLowerInvariant();
    }
}
