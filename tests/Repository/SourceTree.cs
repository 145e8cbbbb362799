using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrpoGpu.Tests.Repository;

/// <summary>The files of this repository, as a checkout has them.</summary>
internal static class SourceTree
{
    private static readonly string[] ProjectFolders = ["kernels", "src", "tests", "benchmarks"];
    private static readonly string[] OutputFolders = ["bin", "obj"];

    /// <summary>The folder of the solution, found upwards from where the tests run.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Every source file, by its path from the root with forward slashes.</summary>
    internal static IReadOnlyList<string> SourceFiles { get; } = FilesNamed("*.cs");

    /// <summary>Every project file, by its path from the root with forward slashes.</summary>
    internal static IReadOnlyList<string> ProjectFiles { get; } = FilesNamed("*.csproj");

    /// <summary>The lines of a file.</summary>
    internal static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The folder of a file.</summary>
    internal static string Folder(string path) => path[..path.LastIndexOf('/')];

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TrpoGpu.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException(
                $"No TrpoGpu.sln in {AppContext.BaseDirectory} or above it: these tests run inside a checkout.");
        }

        return folder.FullName;
    }

    private static string[] FilesNamed(string pattern) =>
    [
        .. ProjectFolders
            .SelectMany(
                folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(OutputFolders.Contains))
            .Order(StringComparer.Ordinal),
    ];
}
