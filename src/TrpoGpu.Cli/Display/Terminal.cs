using System;
using System.IO;
using Spectre.Console;

namespace TrpoGpu.Cli.Display;

/// <summary>Where people read: standard error, redrawn only if it is a terminal that wants it.</summary>
internal static class Terminal
{
    private const int UnknownWidth = 80;

    /// <summary>Columns of a line.</summary>
    internal static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : UnknownWidth;
            }
            catch (IOException)
            {
                return UnknownWidth;
            }
        }
    }

    /// <summary>Standard error as a console that can redraw.</summary>
    internal static IAnsiConsole CreateErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
    });

    /// <summary>Whether a live display may redraw itself.</summary>
    /// <param name="error">Where it would be shown.</param>
    internal static bool IsInteractive(TextWriter error) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && UnderstandsControls &&
        !IsSet("CI") && !IsSet("NO_COLOR");

    // The old console of Windows prints control sequences, the new one names its session.
    private static bool UnderstandsControls => OperatingSystem.IsWindows()
        ? IsSet("WT_SESSION")
        : IsSet("TERM") && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
