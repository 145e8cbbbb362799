using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>Options that several commands share, and how their values are read.</summary>
internal static class CommonOptions
{
    internal static Option<bool> Json() => new("--json")
    {
        Description = "print results as JSON on standard output, one object a line",
    };

    internal static Option<string> Device() => new("--device")
    {
        Description = "auto, cpu or reference (default auto: the fastest there is)",
        DefaultValueFactory = _ => "auto",
    };

    internal static Option<int?> Threads() => new("--threads")
    {
        Description = "threads of the CPU engine (default one per processor); results do not depend on it",
        CustomParser = result => Count(result) is long count and > 0 and <= 1024 ? (int)count : Refuse<int?>(
            result, "a number of threads from 1 to 1024, such as 2"),
    };

    internal static Option<long?> CountOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Count(result) is long count ? count : Refuse<long?>(
            result, "a whole number such as 200000, 200k or 1e6"),
    };

    /// <summary>The built-in environment that a name such as <c>cartpole</c> means.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest.</exception>
    internal static EnvironmentSpec FindEnvironment(string name)
    {
        if (BuiltInEnvironments.TryFind(name, out EnvironmentSpec? spec))
        {
            return spec;
        }

        string[] ids = [.. BuiltInEnvironments.All.ToArray().Select(s => s.Id)];
        string? nearest = NearestName.Of(BuiltInEnvironments.ShortName(name), ids.Select(BuiltInEnvironments.ShortName));
        throw new UsageException(
            $"there is no environment '{name}'; did you mean {nearest}? 'trpo envs' lists them: " +
            string.Join(", ", ids));
    }

    private static long? Count(ArgumentResult result) =>
        result.Tokens.Count == 1 && CountText.TryParse(result.Tokens[0].Value, out long count) ? count : null;

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        string given = string.Join(' ', result.Tokens.Select(t => t.Value));
        string option = (result.Parent as OptionResult)?.Option.Name ?? "argument";
        result.AddError($"{option}: '{given}' given, expected {expected}.");
        return default;
    }
}
