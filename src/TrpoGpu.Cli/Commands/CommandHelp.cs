using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using TrpoGpu.Cli.Display;

namespace TrpoGpu.Cli.Commands;

/// <summary>A command whose help goes on after its options.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">In a line.</param>
/// <param name="more">What follows the options: examples, settings.</param>
internal sealed class DocumentedCommand(string name, string description, Func<ParseResult, string> more)
    : Command(name, description)
{
    internal string More(ParseResult parsed) => more(parsed);
}

/// <summary>Prints help: the parser's, then the command's own.</summary>
internal sealed class CommandHelp(RootCommand root, string rootMore) : SynchronousCommandLineAction
{
    // Longer lines are hard to read, and a file has no width of its own.
    private const int MaxWidth = 110;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int width = Console.IsOutputRedirected ? MaxWidth : Math.Min(MaxWidth, Terminal.Width);
        new HelpAction { MaxWidth = width }.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        string more = command is DocumentedCommand documented ? documented.More(parseResult)
            : command == root ? rootMore : "";
        if (more.Length > 0)
        {
            output.WriteLine(more);
        }

        return ExitCode.Done;
    }
}
