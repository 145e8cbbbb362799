using System;
using System.Collections.Generic;
using System.Diagnostics;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Times whole trainings.</summary>
/// <param name="backend">The device.</param>
/// <param name="omissions">Told of what is not measured.</param>
/// <param name="progress">Told of every training.</param>
internal sealed class Trainings(ComputeBackend backend, Omissions omissions, StageProgress progress)
{
    // Kernels are compiled, and the first iterations have shorter line searches than those that follow.
    private const int WarmUps = 3;
    private const int FewestIterations = 5;

    /// <summary>Lines so far.</summary>
    internal List<TrainingLine> Lines { get; } = [];

    /// <summary>Times trainings.</summary>
    /// <param name="trainings">Which.</param>
    /// <param name="seconds">Of each.</param>
    /// <param name="budget">Of all.</param>
    internal void Measure(MeasuredTraining[] trainings, double seconds, TimeBudget budget)
    {
        foreach (MeasuredTraining training in trainings)
        {
            progress.Step($"training: {training.Name}");
            omissions.Attempt(
                $"training with {training.Name}", seconds, budget, () => Lines.Add(Measure(training, seconds)));
        }
    }

    private TrainingLine Measure(MeasuredTraining training, double seconds)
    {
        using TrpoTrainer trainer = new(backend, training.Environment, training.Options, seed: 1);
        for (int k = 0; k < WarmUps; k++)
        {
            trainer.Iterate();
        }

        TimeSpan rollout = TimeSpan.Zero;
        TimeSpan update = TimeSpan.Zero;
        TimeSpan critic = TimeSpan.Zero;
        int iterations = 0;
        double returnMean = double.NaN;
        backend.Synchronize();
        long before = trainer.StepsTaken;
        long start = Stopwatch.GetTimestamp();
        while (iterations < FewestIterations || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            TrainingReport report = trainer.Iterate();
            rollout += report.RolloutTime;
            update += report.UpdateTime;
            critic += report.CriticTime;
            returnMean = report.EpisodeReturnMean;
            iterations++;
        }

        backend.Synchronize();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return new TrainingLine(
            training.Name, training.Environment, training.Options.Environments, training.Options.Steps,
            (trainer.StepsTaken - before) / elapsed.TotalSeconds, rollout / elapsed, update / elapsed,
            critic / elapsed, iterations, returnMean);
    }
}
