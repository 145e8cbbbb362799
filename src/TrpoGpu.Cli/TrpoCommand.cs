using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using System.Linq;
using TrpoGpu.Cli.Commands;

namespace TrpoGpu.Cli;

/// <summary>The command line: <c>trpo</c> and its verbs.</summary>
internal static class TrpoCommand
{
    private const string ExitCodes =
        """
        Exit codes:
          0 done, 1 internal error, 2 usage or settings, 3 an environment broke its contract, 4 device unavailable
          or out of memory, 5 training diverged, 6 a file is invalid or was refused, 130 interrupted (resumable)
        """;

    /// <summary>Runs a command: results go to one writer, what is for people alone to the other.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        // What begins with '@' is a name like any other.
        ParseResult parsed = Create().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return CommandLineErrors.Report(parsed, error);
        }

        // Failures are reported by the commands themselves, as a line and an exit code, and so are signals.
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    internal static RootCommand Create()
    {
        RootCommand root = new("Trust Region Policy Optimization as a compute engine.")
        {
            TrainCommand.Create(),
            EvalCommand.Create(),
            BenchCommand.Create(),
            EnvsCommand.Create(),
            DevicesCommand.Create(),
        };
        CommandHelp help = new(root, ExitCodes);
        root.Options.OfType<HelpOption>().Single().Action = help;
        root.SetAction(help.Invoke);
        return root;
    }
}
