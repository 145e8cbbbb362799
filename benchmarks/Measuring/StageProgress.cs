using System;
using System.Diagnostics;
using System.IO;

namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>
/// What is going on, for people, on standard error: a line that is rewritten on a terminal, and one a stage and every
/// few seconds anywhere else.
/// </summary>
/// <param name="output">Where to say it.</param>
/// <param name="isTerminal">Whether a line can be rewritten.</param>
internal sealed class StageProgress(TextWriter output, bool isTerminal)
{
    private const int LineWidth = 78;

    // Between two lines: what an eye can follow, and what a log should not grow beyond.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    private string stage = "";
    private int steps;
    private int done;
    private long start;
    private long shown;

    /// <summary>Begins a stage of so many steps.</summary>
    internal void Begin(string name, int count)
    {
        stage = name;
        steps = count;
        done = 0;
        start = Stopwatch.GetTimestamp();
        shown = 0;
    }

    /// <summary>Begins a step.</summary>
    internal void Step(string what)
    {
        done++;
        if (shown != 0 && Stopwatch.GetElapsedTime(shown) < (isTerminal ? Pause : LongPause))
        {
            return;
        }

        shown = Stopwatch.GetTimestamp();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        string estimate = done > 2 && steps >= done
            ? $", about {Seconds(elapsed * ((steps - done + 1) / (done - 1.0)))} left"
            : "";
        Show($"{stage} {done}/{steps}{estimate}: {what}");
    }

    /// <summary>Ends a stage.</summary>
    internal void End() => Say($"{stage}: {Seconds(Stopwatch.GetElapsedTime(start))}");

    /// <summary>A line that stays.</summary>
    internal void Say(string line) => output.WriteLine(isTerminal ? "\r" + line.PadRight(LineWidth) : line);

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0} s";

    private void Show(string line)
    {
        if (isTerminal)
        {
            string cut = line.Length > LineWidth ? line[..LineWidth] : line;
            output.Write("\r" + cut.PadRight(LineWidth));
        }
        else
        {
            output.WriteLine(line);
        }
    }
}
