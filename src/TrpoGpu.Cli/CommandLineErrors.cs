using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Backends;
using TrpoGpu.Files;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Cli;

/// <summary>Turns what went wrong into one line for people and an exit code for scripts.</summary>
internal static class CommandLineErrors
{
    /// <summary>Runs a command's work.</summary>
    internal static int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (CodeOf(failure) is int code)
        {
            Console.Error.WriteLine($"trpo: {failure.Message.ReplaceLineEndings(" ")}");
            return code;
        }
        catch (Exception failure)
        {
            // Not the user's doing: what a report of it needs.
            Console.Error.WriteLine($"trpo: internal error, please report it: {failure}");
            return ExitCode.InternalError;
        }
    }

    /// <summary>Reports what the parser refused, with the nearest name for what it did not know.</summary>
    internal static int Report(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        foreach (ParseError error in parsed.Errors)
        {
            Console.Error.WriteLine($"trpo: {error.Message}");
        }

        string[] known = [.. command.Options.Select(o => o.Name), .. command.Subcommands.Select(c => c.Name)];
        foreach (string unknown in parsed.UnmatchedTokens.Where(token => known.Length > 0 && !known.Contains(token)))
        {
            Console.Error.WriteLine($"trpo: did you mean '{NearestName.Of(unknown, known)}' for '{unknown}'?");
        }

        string path = command is RootCommand ? "trpo" : $"trpo {command.Name}";
        Console.Error.WriteLine($"trpo: '{path} --help' shows what there is.");
        return ExitCode.Usage;
    }

    private static int? CodeOf(Exception failure) => failure switch
    {
        UsageException or OptionException => ExitCode.Usage,
        EnvironmentContractException => ExitCode.EnvironmentContract,
        DeviceUnavailableException or OutOfMemoryException => ExitCode.DeviceUnavailable,
        DivergedException => ExitCode.Diverged,
        InvalidFileException or FileAccessException or JsonException => ExitCode.InvalidFile,
        IOException or UnauthorizedAccessException => ExitCode.InvalidFile,
        _ => null,
    };
}
