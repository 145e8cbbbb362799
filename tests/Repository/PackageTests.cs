using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace TrpoGpu.Tests.Repository;

/// <summary>What the project depends on: a new package is a decision, not an import.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Only_the_chosen_packages_have_a_version() =>
        Assert.Equal(
            [
                "BenchmarkDotNet", "ILGPU", "ILGPU.Algorithms", "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.NET.Test.Sdk", "Spectre.Console", "System.CommandLine", "xunit", "xunit.runner.visualstudio",
            ],
            Names("Directory.Packages.props", "PackageVersion"));

    [Theory]
    [InlineData("src/TrpoGpu.Simt/TrpoGpu.Simt.csproj")]
    [InlineData("src/TrpoGpu.Theory/TrpoGpu.Theory.csproj")]
    [InlineData("kernels/TrpoGpu.Kernels.csproj", "ILGPU", "ILGPU.Algorithms")]
    [InlineData("src/TrpoGpu/TrpoGpu.csproj", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("src/TrpoGpu.Cli/TrpoGpu.Cli.csproj", "Spectre.Console", "System.CommandLine")]
    [InlineData("tests/TrpoGpu.Tests.csproj", "Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio")]
    [InlineData("benchmarks/TrpoGpu.Benchmarks.csproj", "BenchmarkDotNet")]
    public void A_project_takes_only_what_it_is_for(string project, params string[] expected) =>
        Assert.Equal(expected, Names(project, "PackageReference"));

    private static string[] Names(string file, string item) =>
    [
        .. XDocument.Load(Path.Combine(SourceTree.Root, file)).Descendants(item)
            .Select(element => element.Attribute("Include")!.Value)
            .Order(System.StringComparer.Ordinal),
    ];
}
