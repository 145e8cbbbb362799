using System;
using System.Threading;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TrpoGpu.Cli.Display;

/// <summary>A panel that redraws itself a few times a second, from a thread of its own.</summary>
internal sealed class LiveDisplay : ITrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole console;
    private readonly RunFacts run;
    private readonly Thread painter;
    private readonly ManualResetEventSlim ended = new();
    private readonly Lock latestLock = new();
    private TrainingReport? latest;
    private TimeSpan latestElapsed;
    private double bestReturn = double.NegativeInfinity;

    internal LiveDisplay(IAnsiConsole console, RunFacts run)
    {
        this.console = console;
        this.run = run;
        painter = new Thread(Paint) { IsBackground = true, Name = "display" };
        painter.Start();
    }

    public void Show(in TrainingReport report, TimeSpan elapsed)
    {
        lock (latestLock)
        {
            latest = report;
            latestElapsed = elapsed;
            bestReturn = Math.Max(
                bestReturn, double.IsNaN(report.EpisodeReturnMean) ? bestReturn : report.EpisodeReturnMean);
        }
    }

    public void Say(string line) => console.MarkupLineInterpolated($"{line}");

    public void Dispose()
    {
        ended.Set();
        painter.Join();
        ended.Dispose();
    }

    private void Paint() => console.Live(Render()).AutoClear(false).Start(context =>
    {
        bool last;
        do
        {
            last = ended.Wait(Interval);
            context.UpdateTarget(Render());
        }
        while (!last);
    });

    private Panel Render()
    {
        TrainingReport? shown;
        TimeSpan elapsed;
        lock (latestLock)
        {
            shown = latest;
            elapsed = latestElapsed;
        }

        IRenderable body = shown is TrainingReport report ? Body(report, elapsed) : new Text("first rollout ...");
        return new Panel(body)
        {
            Header = new PanelHeader(
                $" {Markup.Escape(run.Environment)}   seed {run.Seed}   {Markup.Escape(run.Device)} "),
            Border = BoxBorder.Rounded,
            Padding = new Padding(1, 0),
        };
    }

    private Rows Body(in TrainingReport report, TimeSpan elapsed)
    {
        Grid grid = new();
        for (int column = 0; column < 4; column++)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 3, 0) });
        }

        int updates = (int)((run.TotalSteps + run.BatchRows - 1) / run.BatchRows);
        string target = run.SolvedReturn is double solved ? $"solved at {solved:0.#}" : "";
        grid.AddRow(
            $"update [bold]{report.Iteration}[/]/{updates}",
            $"steps [bold]{Progress.Count(report.Steps)}[/]",
            $"return [bold]{report.EpisodeReturnMean:0.0}[/] (best {bestReturn:0.0})",
            target);
        grid.AddRow(
            $"KL {report.Update.End.MeanKlOldToNew:0.0000}/{run.MaxKl:0.####}",
            $"CG {report.Update.Solve.Iterations} it",
            $"step {report.Update.StepFraction:0.00} after {report.Update.Backtracks} backtracks",
            $"{report.Update.Outcome}");
        grid.AddRow(
            $"entropy {report.Update.End.Entropy:0.00}",
            $"EV {report.ExplainedVariance:0.00}",
            PhaseShares(report),
            $"episode length {report.EpisodeLengthMean:0}");
        int percent = Progress.Percent(report, run);
        const int BarWidth = 40;
        int filled = percent * BarWidth / 100;
        Markup bar = new(
            $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {percent}%   " +
            Progress.Remaining(report, run, elapsed));
        return new Rows(grid, bar);
    }

    private static string PhaseShares(in TrainingReport report)
    {
        TimeSpan total = report.RolloutTime + report.UpdateTime + report.CriticTime;
        return total > TimeSpan.Zero
            ? $"rollout {100 * (report.RolloutTime / total):0}%  policy {100 * (report.UpdateTime / total):0}%  " +
              $"critic {100 * (report.CriticTime / total):0}%"
            : "";
    }
}
