using System;
using System.Linq;
using System.Text.RegularExpressions;
using ILGPU;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Kernels;

/// <summary>What all kernels have in common.</summary>
public sealed partial class KernelCatalogTests
{
    public static TheoryData<string> Names => KernelCatalog.Names;

    [Fact]
    public void Files_with_a_kernel_are_found_with_all_of_them()
    {
        var written = SourceTree.SourceFiles
            .Where(file => file.StartsWith("kernels/", StringComparison.Ordinal))
            .Sum(file => SourceTree.Lines(file).Count(line => KernelHead().IsMatch(line)));

        Assert.NotEmpty(KernelCatalog.Kernels);
        Assert.Equal(written, KernelCatalog.Kernels.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_takes_one_struct(string name)
    {
        var kernel = KernelCatalog.Find(name);

        Assert.Equal(typeof(void), kernel.ReturnType);
        Assert.True(Assert.Single(kernel.GetParameters()).ParameterType.IsValueType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_is_compiled_for_something(string name)
    {
        var specialisations = KernelCatalog.Specialisations(KernelCatalog.Find(name));

        Assert.NotEmpty(specialisations);
        Assert.Equal(specialisations.Count, specialisations.Select(KernelCatalog.NameOf).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_documentation_names_every_view(string name)
    {
        var arguments = KernelCatalog.Find(name).GetParameters()[0].ParameterType;
        var block = CodeBlock().Match(KernelCatalog.DocumentationOf(name)).Value;

        // A struct that kernels share has views that one or the other does not touch.
        var isOwn = Array.Exists(
            SourceTree.Lines(KernelCatalog.FileOf(name)),
            line => line.Contains($"public struct {arguments.Name.Split('`')[0]}", StringComparison.Ordinal));
        var views = (isOwn ? arguments.GetFields() : [])
            .Where(field => field.FieldType.IsGenericType &&
                field.FieldType.GetGenericTypeDefinition() == typeof(ArrayView<>))
            .Select(field => field.Name);

        Assert.All(views.Prepend("threads").Prepend("computes"), word => Assert.Matches($@"\b{word}\b", block));
    }

    [Fact]
    public void Rollouts_are_compiled_for_every_environment()
    {
        var kernel = KernelCatalog.Kernels.FirstOrDefault(
            kernel => KernelCatalog.NameOf(kernel) == "ResetEnvironments.Kernel");

        Assert.NotNull(kernel);
        Assert.Equal(BuiltInEnvironments.All.Length, KernelCatalog.Specialisations(kernel).Count);
    }

    [GeneratedRegex(@"^\s*public static void \w*Kernel(<|\()")]
    private static partial Regex KernelHead();

    [GeneratedRegex(@"<code>.*?</code>", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
