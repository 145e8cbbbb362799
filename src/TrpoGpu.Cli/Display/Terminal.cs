using System;
using Spectre.Console;

namespace TrpoGpu.Cli.Display;

/// <summary>Where people read: standard error, in colour only if it is a terminal that wants it.</summary>
internal static class Terminal
{
    /// <summary>Whether a live display may redraw itself.</summary>
    internal static bool IsInteractive =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb" &&
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) &&
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A console that writes to standard error.</summary>
    internal static IAnsiConsole CreateErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
