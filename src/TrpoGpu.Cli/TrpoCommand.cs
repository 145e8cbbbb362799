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
          or out of memory, 5 training diverged, 6 a file is invalid or was refused, 7 a replay is outside its
          tolerances, 130 interrupted (resumable)
        """;

    /// <summary>Runs a command: results go to one writer, what is for people alone to the other.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">What is for people alone.</param>
    /// <param name="devices">What <c>--device auto</c> chooses from; this machine if null.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Run(
        IReadOnlyList<string> words, TextWriter output, TextWriter error, DeviceBoard? devices = null)
    {
        // What begins with '@' is a name like any other.
        ParseResult parsed = Create(devices).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
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

    /// <param name="devices">What <c>--device auto</c> chooses from; this machine if null.</param>
    internal static RootCommand Create(DeviceBoard? devices = null)
    {
        devices ??= DeviceBoard.Machine;
        RootCommand root = new("Trust Region Policy Optimization as a compute engine.")
        {
            TrainCommand.Create(devices),
            EvalCommand.Create(devices),
            RenderCommand.Create(devices),
            BenchCommand.Create(devices),
            ReplayCommand.Create(),
            CompareCommand.Create(devices),
            EnvsCommand.Create(),
            DevicesCommand.Create(),
        };
        CommandHelp help = new(root, ExitCodes);
        root.Options.OfType<HelpOption>().Single().Action = help;
        root.SetAction(help.Invoke);
        return root;
    }
}
