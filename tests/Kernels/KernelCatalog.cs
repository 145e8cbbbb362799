using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Kernels;

/// <summary>
/// Every kernel there is, and every type that each is compiled for: found in the assembly, so that a kernel cannot be
/// forgotten.
/// </summary>
internal static class KernelCatalog
{
    private const string Suffix = "Kernel";

    private static readonly Type[] Types = typeof(IActivation).Assembly.GetTypes();

    private static readonly Type[] Activations = StructsThat(typeof(IActivation));

    private static readonly Type[] Heads = StructsThat(typeof(IActionDistribution));

    // What a thread of a narrow network may hold: LaunchShape never asks for more than four blocks.
    private static readonly Type[] Sums =
        [typeof(OneBlock), typeof(TwiceBlocks<OneBlock>), typeof(TwiceBlocks<TwiceBlocks<OneBlock>>)];

    private static readonly Environment[] Environments = [.. Types.SelectMany(EnvironmentsOf)];

    /// <summary>All kernels, generic ones open.</summary>
    public static IReadOnlyList<MethodInfo> Kernels { get; } =
    [
        .. Types
            .Where(type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .OrderBy(method => NameOf(method), StringComparer.Ordinal),
    ];

    /// <summary>The names of <see cref="Kernels"/>.</summary>
    public static TheoryData<string> Names => [.. Kernels.Select(NameOf)];

    /// <summary>The kernel with a name.</summary>
    public static MethodInfo Find(string name) => Kernels.Single(kernel => NameOf(kernel) == name);

    /// <summary>A kernel, closed over all types that an engine may choose for it.</summary>
    /// <remarks>An environment comes with the head of its actions. Of two activations the product is not taken: they
    /// never meet, so that equal ones and one mixed pair hold all there is to see. Nor do environments and activations:
    /// all activations come with the first environment.</remarks>
    public static IReadOnlyList<MethodInfo> Specialisations(MethodInfo kernel)
    {
        if (!kernel.IsGenericMethodDefinition)
        {
            return [kernel];
        }

        var parameters = kernel.GetGenericArguments();
        return
        [
            .. Choices(kernel, parameters).Select(
                chosen => kernel.MakeGenericMethod([.. parameters.Select(parameter => chosen[parameter])])),
        ];
    }

    /// <summary><c>FusedForward.Kernel</c>, or <c>FusedForward.Kernel&lt;Tanh&gt;</c>.</summary>
    public static string NameOf(MethodInfo kernel) =>
        kernel.DeclaringType!.Name + "." + kernel.Name +
        (kernel.IsGenericMethod && !kernel.IsGenericMethodDefinition ? Arguments(kernel.GetGenericArguments()) : "");

    /// <summary>The file that a kernel is written in.</summary>
    public static string FileOf(string name) => SourceTree.SourceFiles.Single(file =>
        file.StartsWith("kernels/", StringComparison.Ordinal) &&
        file.EndsWith($"/{name[..name.IndexOf('.')]}.cs", StringComparison.Ordinal));

    /// <summary>The comments of that file, without their slashes.</summary>
    public static string DocumentationOf(string name) => string.Join('\n', SourceTree.Lines(FileOf(name))
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("///", StringComparison.Ordinal))
        .Select(line => line[3..].Trim()));

    private static IEnumerable<Dictionary<Type, Type>> Choices(MethodInfo kernel, Type[] parameters)
    {
        var activations = parameters.Where(p => Needs(p, typeof(IActivation)) is not null).ToArray();
        var heads = parameters.Where(p => Needs(p, typeof(IActionDistribution)) is not null).ToArray();
        var sums = parameters.Where(p => Needs(p, typeof(IWeightSums<>)) is not null).ToArray();
        var dynamics = parameters.SingleOrDefault(p => Needs(p, typeof(IEnvironmentDynamics<,>)) is not null);
        var state = dynamics is null
            ? null
            : Needs(dynamics, typeof(IEnvironmentDynamics<,>))!.GetGenericArguments()[1];
        var known = activations.Concat(heads).Concat(sums).Append(dynamics!).Append(state!);
        if (parameters.Except(known).ToArray() is { Length: > 0 } unknown)
        {
            throw new InvalidOperationException(
                $"{NameOf(kernel)} is compiled for a {unknown[0].Name}, of which this catalogue knows no examples.");
        }

        IEnumerable<Dictionary<Type, Type>> choices = [[]];
        choices = dynamics is null
            ? heads.Aggregate(choices, (all, parameter) => Each(all, parameter, Heads))
            : Environments.Select(environment => With(
                heads.ToDictionary(head => head, _ => environment.Head),
                [(dynamics, environment.Dynamics), (state!, environment.State)]));
        choices = sums.Aggregate(choices, (all, parameter) => Each(all, parameter, Sums));
        return choices.SelectMany(choice => ActivationTuples(activations.Length)
            .Take(dynamics is null || choice[dynamics] == Environments[0].Dynamics ? int.MaxValue : 1)
            .Select(tuple => With(choice, activations.Zip(tuple))));
    }

    private static IEnumerable<Dictionary<Type, Type>> Each(
        IEnumerable<Dictionary<Type, Type>> choices, Type parameter, Type[] types) =>
        choices.SelectMany(choice => types.Select(type => With(choice, [(parameter, type)])));

    private static Dictionary<Type, Type> With(
        Dictionary<Type, Type> choice, IEnumerable<(Type Parameter, Type Choice)> more) =>
        new(choice.Concat(more.Select(entry => KeyValuePair.Create(entry.Parameter, entry.Choice))));

    private static IEnumerable<Type[]> ActivationTuples(int count) => count switch
    {
        0 => [[]],
        1 => Activations.Select(activation => new[] { activation }),
        _ => Activations.Select(activation => Enumerable.Repeat(activation, count).ToArray())
            .Append([.. Activations.Take(count)]),
    };

    // The constraint of a type parameter that asks for an interface, of whichever arguments.
    private static Type? Needs(Type parameter, Type openInterface) =>
        parameter.GetGenericParameterConstraints().SingleOrDefault(constraint =>
            (constraint.IsGenericType ? constraint.GetGenericTypeDefinition() : constraint) == openInterface);

    private static Type[] StructsThat(Type theInterface) =>
        [.. Types.Where(type => type.IsValueType && theInterface.IsAssignableFrom(type))];

    // A task of two versions has a second type parameter for them.
    private static IEnumerable<Environment> EnvironmentsOf(Type type)
    {
        if (!type.IsValueType || !type.IsGenericTypeDefinition ||
            !Array.Exists(type.GetInterfaces(), IsDynamics))
        {
            return [];
        }

        Type[][] arguments = type.GetGenericArguments().Length == 1
            ? [[typeof(Float32)]]
            : [[typeof(Float32), typeof(Version4)], [typeof(Float32), typeof(Version5)]];
        return arguments.Select(types => EnvironmentOf(type.MakeGenericType(types)));
    }

    private static Environment EnvironmentOf(Type dynamics)
    {
        var spec = (EnvironmentSpec)dynamics.GetProperty(nameof(CartPole<Float32>.Spec))!.GetValue(null)!;
        var head = spec.Actions.Kind switch
        {
            ActionKind.Discrete => typeof(Categorical),
            ActionKind.MultiDiscrete => typeof(MultiCategorical),
            ActionKind.MultiBinary => typeof(Bernoulli),
            _ => typeof(DiagonalGaussian),
        };
        return new Environment(
            dynamics, Array.Find(dynamics.GetInterfaces(), IsDynamics)!.GetGenericArguments()[1], head);
    }

    private static bool IsDynamics(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnvironmentDynamics<,>);

    private static string Arguments(Type[] types) => $"<{string.Join(", ", types.Select(NameOf))}>";

    private static string NameOf(Type type) =>
        type.IsGenericType ? type.Name[..type.Name.IndexOf('`')] + Arguments(type.GetGenericArguments()) : type.Name;

    private sealed record Environment(Type Dynamics, Type State, Type Head);
}
