using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>Options that several commands share, and how their values are read.</summary>
internal static class CommonOptions
{
    private const int MaxThreads = 1024;

    // Devices that other builds of this program have.
    private static readonly string[] OtherDevices = ["gpu", "cuda", "opencl"];

    internal static Option<bool> Json() => new("--json")
    {
        Description = "results as JSON, one object a line, instead of text (default off)",
    };

    internal static Option<string> Device() => new("--device")
    {
        HelpName = "name",
        Description =
            $"where to compute: {string.Join(", ", BackendFactory.Names.ToArray())}; auto is the fastest there is",
        DefaultValueFactory = _ => "auto",
    };

    internal static Option<int?> Threads() => new("--threads")
    {
        HelpName = "count",
        Description = "threads of the CPU engine (default one per processor); no result depends on it",
        CustomParser = result => ParseCount(result) is long count and > 0 and <= MaxThreads
            ? (int)count
            : Refuse<int?>(result, $"1 to {MaxThreads} threads, such as 2"),
    };

    /// <summary>An option that takes a number such as 200k.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="min">The least that is accepted.</param>
    /// <param name="max">The most that is accepted.</param>
    /// <param name="example">Such as 200k, for messages.</param>
    /// <param name="description">With default and unit.</param>
    internal static Option<long?> Count(string name, long min, long max, string example, string description) =>
        new(name)
        {
            HelpName = "count",
            Description = description,
            CustomParser = result => ParseCount(result) is long count && count >= min && count <= max
                ? count
                : Refuse<long?>(result, $"a whole number from {min} to {max}, such as {example}"),
        };

    internal static Option<long?> Seed(string description)
    {
        Option<long?> seed = Count("--seed", 0, long.MaxValue, "7", description);
        seed.HelpName = "number";
        return seed;
    }

    /// <summary>Creates the backend that <see cref="Device"/> and <see cref="Threads"/> ask for.</summary>
    /// <exception cref="UsageException">No build has such a device.</exception>
    /// <exception cref="DeviceUnavailableException">This build or this machine does not have it.</exception>
    internal static ComputeBackend CreateBackend(string device, int? threads)
    {
        string[] names = BackendFactory.Names.ToArray();
        string kind = device.Split(':')[0];
        return names.Contains(kind) || OtherDevices.Contains(kind)
            ? BackendFactory.Create(device, threads)
            : throw new UsageException(
                $"--device: there is no device '{device}'{NearestName.Question(device, names)} There are " +
                string.Join(", ", names));
    }

    /// <summary>The built-in environment that a name such as <c>cartpole</c> means.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest.</exception>
    internal static EnvironmentSpec FindEnvironment(string name)
    {
        if (BuiltInEnvironments.TryFind(name, out EnvironmentSpec? spec))
        {
            return spec;
        }

        string[] ids = [.. BuiltInEnvironments.All.ToArray().Select(s => s.Id)];
        string question = NearestName.Question(
            BuiltInEnvironments.ShortName(name), ids.Select(BuiltInEnvironments.ShortName));
        throw new UsageException($"there is no environment '{name}'{question} There are {string.Join(", ", ids)}");
    }

    /// <summary>Refuses the value of an option or argument: what was given, what is expected.</summary>
    internal static T? Refuse<T>(ArgumentResult result, string expected)
    {
        string given = string.Join(' ', result.Tokens.Select(t => t.Value));
        string name = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{name}: '{given}' given, expected {expected}");
        return default;
    }

    private static long? ParseCount(ArgumentResult result) =>
        result.Tokens.Count == 1 && CountText.TryParse(result.Tokens[0].Value, out long count) ? count : null;
}
