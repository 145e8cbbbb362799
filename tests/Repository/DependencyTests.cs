using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TrpoGpu.Tests.Repository;

/// <summary>Arrows point down: which namespaces the files of a folder may name.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] DotNet = ["System", "Microsoft.Win32.SafeHandles", "Microsoft.Extensions.Logging"];
    private static readonly string[] BelowBackends = ["TrpoGpu.Kernels", "TrpoGpu.Shapes"];
    private static readonly string[] BelowModels = [.. BelowBackends, "TrpoGpu.Backends"];
    private static readonly string[] BelowRollouts = [.. BelowModels, "TrpoGpu.Models"];
    private static readonly string[] BelowAlgorithms = [.. BelowRollouts, "TrpoGpu.Rollouts"];
    private static readonly string[] BelowTrainer =
        [.. BelowAlgorithms, "TrpoGpu.Algorithms", "TrpoGpu.Rendering", "TrpoGpu.Files"];

    // By folder, what it may name besides .NET and its own namespace with those inside. The longest folder that fits
    // holds: the three implementations of the compute contract know nothing of one another.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["src/TrpoGpu.Simt"] = [],
        ["src/TrpoGpu.Theory"] = [],
        ["kernels"] = ["ILGPU"],
        ["src/TrpoGpu/Shapes"] = ["TrpoGpu.Kernels"],
        ["src/TrpoGpu/Files"] = [],
        ["src/TrpoGpu/Charts"] = [],
        ["src/TrpoGpu/RunStatistics"] = ["TrpoGpu.Kernels"],
        ["src/TrpoGpu/Comparisons"] = ["TrpoGpu.Charts", "TrpoGpu.Files", "TrpoGpu.RunStatistics"],
        ["src/TrpoGpu/Backends"] = [.. BelowBackends, "ILGPU"],
        ["src/TrpoGpu/Backends/Reference"] = BelowBackends,
        ["src/TrpoGpu/Backends/Cpu"] = BelowBackends,
        ["src/TrpoGpu/Backends/Gpu"] = [.. BelowBackends, "ILGPU"],
        ["src/TrpoGpu/Models"] = BelowModels,
        ["src/TrpoGpu/Rollouts"] = BelowRollouts,
        ["src/TrpoGpu/Replay"] = [.. BelowModels, "TrpoGpu.Files"],
        ["src/TrpoGpu/Algorithms"] = BelowAlgorithms,
        ["src/TrpoGpu/Algorithms/Critics"] = [.. BelowModels, "TrpoGpu.Algorithms.Solvers"],
        ["src/TrpoGpu/Algorithms/Solvers"] = BelowModels,
        ["src/TrpoGpu/Rendering"] = BelowAlgorithms,
        ["src/TrpoGpu"] = BelowTrainer,
        ["src/TrpoGpu/Benchmarking"] = BelowTrainer,
        ["src/TrpoGpu.Cli"] = ["TrpoGpu", "Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Folders => [.. Below.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_names_only_what_lies_below_it(string folder)
    {
        string own = Namespace(folder);
        string[] allowed = [.. Below[folder], .. DotNet];
        Offenders.MustBeNone(
            $"Files in {folder} name only {string.Join(", ", allowed)}.",
            SourceTree.SourceFiles
                .Where(file => Governing(file) == folder)
                .SelectMany(file => Named(file)
                    .Where(name => !IsOwn(name, own) && !allowed.Any(outer => IsInside(name, outer)))
                    .Select(name => $"{file}: {name}")));
    }

    // A type of the outer namespace needs no using line to be seen from an inner one.
    [Fact]
    public void No_folder_of_the_library_names_a_type_of_the_trainer_above_it()
    {
        Regex trainer = new(@"\b(" + string.Join('|', SourceTree.SourceFiles
            .Where(file => SourceTree.Folder(file) == "src/TrpoGpu")
            .Select(file => Path.GetFileName(file).Split('.')[0])) + @")\b");

        Offenders.MustBeNone(
            "Types of the outermost namespace are not used below it.",
            SourceTree.SourceFiles
                .Where(file => file.StartsWith("src/TrpoGpu/", StringComparison.Ordinal) &&
                    Governing(file) is not ("src/TrpoGpu" or "src/TrpoGpu/Benchmarking"))
                .SelectMany(
                    file => Code(file).Where(line => trainer.IsMatch(line)).Select(line => $"{file}: {line.Trim()}")));
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_place() =>
        Offenders.MustBeNone(
            "Folders of the library stand in the table above.",
            SourceTree.SourceFiles.Where(
                file => Governing(file) == "src/TrpoGpu" && SourceTree.Folder(file) != "src/TrpoGpu"));

    private static string? Governing(string file) =>
        Below.Keys
            .Where(folder => file.StartsWith(folder + "/", StringComparison.Ordinal))
            .MaxBy(folder => folder.Length);

    private static string Namespace(string folder) => folder switch
    {
        "kernels" => "TrpoGpu.Kernels",
        "src/TrpoGpu.Simt" => "ILGPU",
        _ => folder["src/".Length..].Replace('/', '.'),
    };

    // The trainer's own namespace is the outermost one: what is inside stands below, in the table.
    private static bool IsOwn(string name, string own) =>
        own == "TrpoGpu" ? name == own : IsInside(name, own);

    private static bool IsInside(string name, string outer) =>
        name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Named(string file) =>
        Code(file).SelectMany(line => UsingLine().Match(line) is { Success: true } match
            ? [match.Groups[1].Value]
            : QualifiedName().Matches(line).Select(qualified => qualified.Value));

    // Lines without comments, strings and the declaration of the namespace.
    private static IEnumerable<string> Code(string file) =>
        SourceTree.Lines(file)
            .Select(line => TextOrComment().Replace(line, ""))
            .Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+)[;<]")]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"(?<![\w.])(?:TrpoGpu|ILGPU)(?:\.\w+)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|//.*
        """)]
    private static partial Regex TextOrComment();
}
