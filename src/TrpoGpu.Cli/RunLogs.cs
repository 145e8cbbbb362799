using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Cli;

/// <summary>
/// The logs of a run: episodes for plots, a row per update for programs, spreadsheets and TensorBoard.
/// </summary>
internal sealed class RunLogs : IDisposable
{
    private const string Elapsed = "time/time_elapsed";

    private static readonly string[] Columns =
    [
        "rollout/ep_rew_mean", "rollout/ep_len_mean", "time/iterations", "time/total_timesteps", Elapsed,
        "time/fps", "train/policy_objective", "train/kl_divergence_loss", "train/outcome", "train/entropy",
        "train/value_loss", "train/explained_variance", "train/is_line_search_success", "train/backtracks",
        "train/step_fraction", "train/expected_improvement", "train/cg_iterations", "train/cg_residual",
        "train/cg_stop", "time/rollout_s", "time/update_s", "time/value_s",
    ];

    private readonly MonitorCsv monitor;
    private readonly ProgressLog progress;
    private readonly TensorBoardWriter tensorBoard;
    private readonly double secondsBefore;
    private readonly MetricValue[] row = new MetricValue[Columns.Length];

    private RunLogs(MonitorCsv monitor, ProgressLog progress, TensorBoardWriter tensorBoard, double secondsBefore)
    {
        this.monitor = monitor;
        this.progress = progress;
        this.tensorBoard = tensorBoard;
        this.secondsBefore = secondsBefore;
    }

    /// <summary>Logs of a new run.</summary>
    internal static RunLogs Create(RunFiles files, string environment) => new(
        MonitorCsv.Create(files.Monitor, environment),
        ProgressLog.Create(files.ProgressJson, files.ProgressCsv, Columns),
        new TensorBoardWriter(files.TensorBoard, Columns),
        secondsBefore: 0);

    /// <summary>Logs that go on after a checkpoint; what was written beyond it is dropped.</summary>
    internal static RunLogs Resume(RunFiles files, string environment, TrpoTrainer trainer) => new(
        MonitorCsv.Resume(files.Monitor, environment, trainer.EpisodesEnded),
        ProgressLog.Resume(files.ProgressJson, files.ProgressCsv, Columns, trainer.Iterations),
        new TensorBoardWriter(files.TensorBoard, Columns, trainer.StepsTaken + 1),
        SecondsOf(files.ProgressJson));

    internal void Append(
        in TrainingReport report, ReadOnlySpan<EpisodeRecord> episodes, TimeSpan elapsed, double stepsPerSecond)
    {
        foreach (EpisodeRecord episode in episodes)
        {
            monitor.Append(episode.Return, episode.Length);
        }

        monitor.Flush();
        int column = 0;
        Span<MetricValue> cells = row;
        cells[column++] = report.EpisodeReturnMean;
        cells[column++] = report.EpisodeLengthMean;
        cells[column++] = (long)report.Iteration;
        cells[column++] = report.Steps;
        cells[column++] = secondsBefore + elapsed.TotalSeconds;
        cells[column++] = stepsPerSecond;
        cells[column++] = -report.Update.End.SurrogateLoss;
        cells[column++] = report.Update.End.MeanKlOldToNew;
        cells[column++] = report.Update.Outcome.ToString();
        cells[column++] = report.Update.End.Entropy;
        cells[column++] = report.Critic.MeanSquaredErrorAfter;
        cells[column++] = report.ExplainedVariance;
        cells[column++] = report.Update.Outcome == Algorithms.UpdateOutcome.Accepted;
        cells[column++] = (long)report.Update.Backtracks;
        cells[column++] = report.Update.StepFraction;
        cells[column++] = report.Update.ExpectedImprovement;
        cells[column++] = (long)(report.Update.Solve?.Iterations ?? 0);
        cells[column++] = report.Update.Solve?.ResidualNorm ?? double.NaN;
        cells[column++] = report.Update.Solve?.Stop.ToString();
        cells[column++] = report.RolloutTime.TotalSeconds;
        cells[column++] = report.UpdateTime.TotalSeconds;
        cells[column] = report.CriticTime.TotalSeconds;
        progress.Append(row);
        tensorBoard.Append(report.Steps, row);
    }

    /// <summary>Makes what a checkpoint is about to count durable.</summary>
    internal void FlushToDisk()
    {
        monitor.FlushToDisk();
        progress.FlushToDisk();
    }

    // The clock of a resumed run goes on from the last update that was kept.
    private static double SecondsOf(string progressJson)
    {
        try
        {
            using JsonDocument last = JsonDocument.Parse(File.ReadLines(progressJson).LastOrDefault("{}"));
            return last.RootElement.TryGetProperty(Elapsed, out JsonElement seconds) ? seconds.GetDouble() : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        monitor.Dispose();
        progress.Dispose();
        tensorBoard.Dispose();
    }
}
