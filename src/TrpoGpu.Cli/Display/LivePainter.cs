using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TrpoGpu.Cli.Display;

/// <summary>Redraws a few lines a few times a second, from a thread of its own, and notes below them.</summary>
internal sealed class LivePainter : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    // A "^C" typed at the end of a line must not wrap, and some terminals wrap a line that fills the last column.
    private const int FreeColumns = 3;

    private readonly IAnsiConsole console;
    private readonly Func<int, TimeSpan, List<string>> lines;
    private readonly Thread painter;
    private readonly ManualResetEventSlim ended = new();
    private readonly Lock notesLock = new();
    private readonly List<string> notes = [];
    private readonly long start = Stopwatch.GetTimestamp();

    /// <param name="console">Where it is shown.</param>
    /// <param name="lines">
    /// The head, then lines of a label and values, for so many columns and so long after the start; called by the
    /// painting thread.
    /// </param>
    internal LivePainter(IAnsiConsole console, Func<int, TimeSpan, List<string>> lines)
    {
        this.console = console;
        this.lines = lines;
        painter = new Thread(Paint) { IsBackground = true, Name = "display" };
        painter.Start();
    }

    /// <summary>Shows a line that must not be lost; any thread may call it.</summary>
    internal void Say(string line)
    {
        lock (notesLock)
        {
            notes.Add(line);
        }
    }

    /// <summary>Paints the last state; once is enough, more do no harm.</summary>
    public void Dispose()
    {
        ended.Set();
        painter.Join();
    }

    private void Paint() => console.Live(Frame()).Start(context =>
    {
        bool isLast;
        do
        {
            isLast = ended.Wait(Interval);
            context.UpdateTarget(Frame());
        }
        while (!isLast);
    });

    private Rows Frame()
    {
        int columns = Math.Max(1, console.Profile.Width - FreeColumns);
        List<string> current = lines(columns, Stopwatch.GetElapsedTime(start));
        List<IRenderable> rows = [new Text(current[0], new Style(decoration: Decoration.Bold))];
        foreach (string line in current[1..])
        {
            rows.Add(Coloured(line));
        }

        lock (notesLock)
        {
            foreach (string note in notes)
            {
                rows.Add(new Text(TrainingPanel.Cut(note, columns), new Style(Color.Yellow)));
            }
        }

        // Where the cursor rests, in a line of its own: the next frame clears what was typed there.
        rows.Add(new ControlCode("\r\e[J"));

        return new Rows(rows);
    }

    private static Markup Coloured(string line)
    {
        bool isBar = line[0] is TrainingPanel.Done or TrainingPanel.ToDo;
        int first = isBar
            ? line.Length - line.TrimStart(TrainingPanel.Done).Length
            : Math.Min(TrainingPanel.LabelWidth, line.Length);
        string style = isBar ? "green" : "grey";
        return new Markup($"[{style}]{Markup.Escape(line[..first])}[/]{Markup.Escape(line[first..])}");
    }
}
