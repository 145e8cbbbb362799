using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TrpoGpu.Cli.Display;

/// <summary>A few lines that are redrawn a few times a second, from a thread of their own.</summary>
internal sealed class LiveDisplay : ITrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    // A "^C" typed at the end of a line must not wrap, and some terminals wrap a line that fills the last column.
    private const int FreeColumns = 3;

    private readonly IAnsiConsole console;
    private readonly TrainingPanel panel;
    private readonly Thread painter;
    private readonly ManualResetEventSlim ended = new();
    private readonly Lock panelLock = new();
    private readonly List<string> notes = [];
    private readonly long start = Stopwatch.GetTimestamp();

    /// <param name="console">Where it is shown.</param>
    /// <param name="run">What is shown.</param>
    internal LiveDisplay(IAnsiConsole console, RunFacts run)
    {
        this.console = console;
        panel = new TrainingPanel(run);
        painter = new Thread(Paint) { IsBackground = true, Name = "display" };
        painter.Start();
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        lock (panelLock)
        {
            panel.Add(report, elapsed);
        }
    }

    public void Say(string line)
    {
        lock (panelLock)
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
        List<IRenderable> rows = [];
        lock (panelLock)
        {
            List<string> lines = panel.Lines(columns, Stopwatch.GetElapsedTime(start));
            rows.Add(new Text(lines[0], new Style(decoration: Decoration.Bold)));
            foreach (string line in lines[1..])
            {
                rows.Add(Coloured(line));
            }

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
