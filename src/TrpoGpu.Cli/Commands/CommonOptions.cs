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
        Description = "results as JSON, one object a line, instead of text (default off)",
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

    /// <summary>The option by which single settings are given.</summary>
    /// <param name="description">Without default.</param>
    internal static Option<string[]> Set(string description)
    {
        Option<string[]> set = new("--set")
        {
            HelpName = "name=value",
            Description = $"{description}; may be repeated (default none)",
        };
        set.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=') < 1) is { } wrong)
            {
                result.AddError($"--set: '{wrong.Value}' given, expected name=value, such as target_kl=0.02");
            }
        });
        return set;
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

    /// <summary>The number that was typed, if it is one.</summary>
    internal static long? ParseCount(ArgumentResult result) =>
        result.Tokens.Count == 1 && CountText.TryParse(result.Tokens[0].Value, out long count) ? count : null;
}
