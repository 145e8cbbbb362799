using System;
using System.Collections.Generic;
using System.Diagnostics;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>One training run by a preset, measured the way the tables are.</summary>
/// <param name="Environment">Identifier.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Steps">Environment steps taken.</param>
/// <param name="ReturnMean">Mean return of the final policy over the evaluation episodes.</param>
/// <param name="ReturnDeviation">Standard deviation over them.</param>
/// <param name="Updates">Policy updates.</param>
/// <param name="Accepted">Those that took a step.</param>
/// <param name="Residual">
/// Mean over updates of the residual that conjugate gradients left, as a share of the right-hand side's norm.
/// </param>
/// <param name="LargestKlShare">The largest KL of an accepted update, as a share of the bound.</param>
/// <param name="Seconds">Wall time of training.</param>
/// <param name="Curve">
/// [iterations] mean return of the last hundred episodes in training; not a number before the first.
/// </param>
internal readonly record struct LearningRun(
    string Environment,
    ulong Seed,
    long Steps,
    double ReturnMean,
    double ReturnDeviation,
    int Updates,
    int Accepted,
    double Residual,
    double LargestKlShare,
    double Seconds,
    double[] Curve)
{
    private const int EvaluationEpisodes = 100;

    internal static LearningRun Measure(ComputeBackend backend, string environment, TrpoOptions options, ulong seed)
    {
        using TrpoTrainer trainer = new(backend, environment, options, seed);
        long start = Stopwatch.GetTimestamp();
        int accepted = 0;
        double largestKl = 0;
        double residuals = 0;
        List<double> curve = [];
        foreach (TrainingReport report in trainer.Train())
        {
            curve.Add(report.EpisodeReturnMean);
            if (report.Update.Solve is ConjugateGradientResult solve)
            {
                residuals += solve.ResidualNorm / solve.RightHandSideNorm;
            }

            if (report.Update.Outcome == UpdateOutcome.Accepted)
            {
                accepted++;
                largestKl = Math.Max(largestKl, report.Update.End.MeanKlOldToNew);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        EvaluationResult evaluation = trainer.Evaluate(EvaluationEpisodes);
        return new LearningRun(
            trainer.Environment.Id, seed, trainer.StepsTaken, evaluation.Mean, evaluation.StandardDeviation,
            trainer.Iterations, accepted, residuals / trainer.Iterations, largestKl / options.MaxKl, seconds,
            [.. curve]);
    }
}
