using System;
using System.Diagnostics;
using TrpoGpu.Algorithms;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;

namespace TrpoGpu.Cli;

/// <summary>What a run came to.</summary>
/// <param name="WasInterrupted">Whether somebody stopped it before its budget.</param>
/// <param name="Seconds">Wall time of this process's training.</param>
/// <param name="RolloutSeconds">The part of it spent sampling.</param>
/// <param name="Steps">Environment steps of this process.</param>
/// <param name="TrainReturnMean">Mean return of the last hundred training episodes.</param>
internal readonly record struct TrainingResult(
    bool WasInterrupted, double Seconds, double RolloutSeconds, long Steps, double TrainReturnMean)
{
    internal double StepsPerSecond => Seconds > 0 ? Steps / Seconds : 0;

    internal double SamplingStepsPerSecond => RolloutSeconds > 0 ? Steps / RolloutSeconds : 0;
}

/// <summary>Trains to a budget: shows, logs, writes checkpoints, stops when asked.</summary>
internal sealed class TrainingRun(
    TrpoTrainer trainer, RunFiles files, RunLogs logs, ITrainingDisplay display, TimeSpan checkpointInterval)
{
    // One bad batch is an accident; this many in a row are the end of the run.
    private const int NonFiniteUpdatesToGiveUp = 10;

    /// <exception cref="DivergedException">Update after update met nothing but NaN or infinity.</exception>
    internal TrainingResult Train(long totalSteps, Interruption interruption)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan lastCheckpoint = TimeSpan.Zero;
        TimeSpan rolloutTime = TimeSpan.Zero;
        long firstStep = trainer.StepsTaken;
        double trainReturnMean = double.NaN;
        int nonFinite = 0;

        // From its first moment on, a run that is killed can be resumed.
        Save();
        while (trainer.StepsTaken < totalSteps && !interruption.IsRequested)
        {
            TrainingReport report = trainer.Iterate();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            rolloutTime += report.RolloutTime;
            trainReturnMean = report.EpisodeReturnMean;
            logs.Append(
                report, trainer.EndedEpisodes, elapsed, (trainer.StepsTaken - firstStep) / elapsed.TotalSeconds);
            display.Show(report, elapsed);

            bool isFinite = report.Update.Outcome is not (UpdateOutcome.NonFinite or UpdateOutcome.NonFiniteGradient);
            nonFinite = isFinite ? 0 : nonFinite + 1;
            if (nonFinite == NonFiniteUpdatesToGiveUp)
            {
                Save();
                throw new DivergedException(
                    $"{nonFinite} updates in a row ended {report.Update.Outcome} at step {report.Steps}; the " +
                    $"parameters are those before them, in {files.Checkpoint}. " +
                    "Try a smaller target_kl or learning_rate.");
            }

            if (elapsed - lastCheckpoint >= checkpointInterval)
            {
                Save();
                lastCheckpoint = elapsed;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Save();
        return new TrainingResult(
            trainer.StepsTaken < totalSteps, seconds, rolloutTime.TotalSeconds, trainer.StepsTaken - firstStep,
            trainReturnMean);
    }

    // The logs first: a checkpoint never counts rows that are not on the disk.
    private void Save()
    {
        logs.FlushToDisk();
        trainer.SaveCheckpoint(files.Checkpoint);
        trainer.SavePolicy(files.Policy);
    }
}
