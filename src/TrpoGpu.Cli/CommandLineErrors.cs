using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Files;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Cli;

/// <summary>Turns what went wrong into one line for people and an exit code for scripts.</summary>
internal static class CommandLineErrors
{
    /// <summary>Runs a command's work.</summary>
    internal static int Guard(TextWriter error, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (CodeOf(failure) is int code)
        {
            error.WriteLine(DisplayText.Line($"trpo: {failure.Message}"));
            return code;
        }
        catch (Exception failure)
        {
            // Not the user's doing: what a report of it needs.
            error.WriteLine($"trpo: internal error, please report it: {failure}");
            return ExitCode.InternalError;
        }
    }

    /// <summary>Reports the first thing that the parser refused, in one line.</summary>
    internal static int Report(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "trpo" : $"trpo {command.Name}";
        ParseError? wrongValue = parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult or ArgumentResult);
        string problem = wrongValue is not null ? Explain(wrongValue, name)
            : parsed.UnmatchedTokens.Count > 0 ? ExplainUnknown(parsed.UnmatchedTokens[0], command, name)
            : parsed.Errors[0].Message;
        string stop = problem[^1] is '?' or '.' ? "" : ".";
        error.WriteLine(DisplayText.Line($"trpo: {problem}{stop} See '{name} --help'."));
        return ExitCode.Usage;
    }

    private static string Explain(ParseError error, string name) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } argument =>
            $"{name} what? Give the {argument.Argument.HelpName}: {argument.Argument.Description}",
        OptionResult { Tokens.Count: 0 } option when option.Option.Arity.MinimumNumberOfValues > 0 =>
            $"{option.Option.Name}: a value is missing, expected {option.Option.Name} <{option.Option.HelpName}>",
        OptionResult { Tokens.Count: > 1 } option =>
            $"{option.Option.Name}: given {option.Tokens.Count} times, expected once",
        _ => error.Message,
    };

    private static string ExplainUnknown(string word, Command command, string name)
    {
        if (word.StartsWith('-'))
        {
            string[] options = [.. command.Options.Select(o => o.Name.TrimStart('-'))];
            string typed = word.TrimStart('-');
            return $"there is no option {word}" +
                (NearestName.Of(typed, options) is string option ? $"; did you mean --{option}?" : "");
        }

        if (command is RootCommand)
        {
            string[] verbs = [.. command.Subcommands.Select(c => c.Name)];
            return NearestName.Of(word, verbs) is string verb
                ? $"there is no command '{word}'; did you mean {verb}?"
                : $"there is no command '{word}', only {string.Join(", ", verbs)}";
        }

        string takes = command.Arguments.Count > 0
            ? string.Join(" and ", command.Arguments.Select(argument => $"one {argument.HelpName}"))
            : "none";
        return $"'{word}' is left over: of words without dashes '{name}' takes {takes}";
    }

    private static int? CodeOf(Exception failure) => failure switch
    {
        UsageException or OptionException => ExitCode.Usage,
        EnvironmentContractException => ExitCode.EnvironmentContract,
        DeviceUnavailableException or OutOfDeviceMemoryException or OutOfMemoryException => ExitCode.DeviceUnavailable,
        DivergedException => ExitCode.Diverged,
        InvalidFileException or FileAccessException => ExitCode.InvalidFile,
        IOException or UnauthorizedAccessException => ExitCode.InvalidFile,
        _ => null,
    };
}
