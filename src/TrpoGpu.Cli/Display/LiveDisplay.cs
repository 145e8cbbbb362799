using System;
using System.Collections.Generic;
using System.Threading;
using Spectre.Console;

namespace TrpoGpu.Cli.Display;

/// <summary>A few lines that are redrawn a few times a second.</summary>
internal sealed class LiveDisplay : ITrainingDisplay
{
    private readonly TrainingPanel panel;
    private readonly LivePainter painter;
    private readonly Lock panelLock = new();

    /// <param name="console">Where it is shown.</param>
    /// <param name="run">What is shown.</param>
    internal LiveDisplay(IAnsiConsole console, RunFacts run)
    {
        panel = new TrainingPanel(run);
        painter = new LivePainter(console, Lines);
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        lock (panelLock)
        {
            panel.Add(report, elapsed);
        }
    }

    public void Say(string line) => painter.Say(line);

    public void Dispose() => painter.Dispose();

    private List<string> Lines(int columns, TimeSpan now)
    {
        lock (panelLock)
        {
            return panel.Lines(columns, now);
        }
    }
}
