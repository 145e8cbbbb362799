using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;

namespace TrpoGpu.Cli.Display;

/// <summary>
/// A few lines that are written over themselves a few times a second, from a thread of their own. A frame is one write
/// and erases nothing before it writes, so it does not flicker.
/// </summary>
internal sealed class LiveDisplay : ITrainingDisplay
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ClearToEndOfLine = "\e[K";
    private const string ClearToEndOfScreen = "\e[J";
    private const string Bold = "\e[1m";
    private const string Dim = "\e[2m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly Stream terminal;
    private readonly Encoding encoding;
    private readonly Func<int> width;
    private readonly TrainingPanel panel;
    private readonly Thread painter;
    private readonly ManualResetEventSlim ended = new();
    private readonly Lock panelLock = new();
    private readonly List<string> notes = [];
    private readonly long start = Stopwatch.GetTimestamp();
    private int linesAbove;

    /// <param name="terminal">Understands the control sequences of ECMA-48.</param>
    /// <param name="encoding">Of its text.</param>
    /// <param name="width">Its columns at the time of a call.</param>
    /// <param name="run">What is shown.</param>
    internal LiveDisplay(Stream terminal, Encoding encoding, Func<int> width, RunFacts run)
    {
        this.terminal = terminal;
        this.encoding = encoding;
        this.width = width;
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

    /// <summary>Paints the last state and leaves the cursor below it; once is enough, more do no harm.</summary>
    public void Dispose()
    {
        ended.Set();
        painter.Join();
    }

    private void Paint()
    {
        Write(HideCursor + Frame());
        while (!ended.Wait(Interval))
        {
            Write(Frame());
        }

        Write(Frame() + ShowCursor);
    }

    private void Write(string text)
    {
        terminal.Write(encoding.GetBytes(text));
        terminal.Flush();
    }

    // The cursor rests at the start of the line below: what is typed there, such as "^C", is cleared by the next frame.
    private string Frame()
    {
        // The last column stays free: some terminals wrap a line that fills it.
        int columns = Math.Max(1, width() - 1);
        StringBuilder frame = new(linesAbove > 0 ? $"\e[{linesAbove}A\r" : "\r");
        lock (panelLock)
        {
            List<string> lines = panel.Lines(columns, Stopwatch.GetElapsedTime(start));
            linesAbove = lines.Count + notes.Count;
            frame.Append($"{Bold}{lines[0]}{Plain}{ClearToEndOfLine}\n");
            foreach (string line in lines[1..])
            {
                frame.Append($"{Coloured(line)}{ClearToEndOfLine}\n");
            }

            foreach (string note in notes)
            {
                frame.Append($"{Yellow}{TrainingPanel.Cut(note, columns)}{Plain}{ClearToEndOfLine}\n");
            }
        }

        return frame.Append(ClearToEndOfScreen).ToString();
    }

    private static string Coloured(string line)
    {
        bool isBar = line[0] is TrainingPanel.Done or TrainingPanel.ToDo;
        int first = isBar
            ? line.Length - line.TrimStart(TrainingPanel.Done).Length
            : Math.Min(TrainingPanel.LabelWidth, line.Length);
        return $"{(isBar ? Green : Dim)}{line[..first]}{Plain}{line[first..]}";
    }
}
