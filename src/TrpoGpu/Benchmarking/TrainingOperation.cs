using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Whole training iterations in steady state: rollout, advantages, policy update, critic's fit, statistics. Everything
/// but logs and files.
/// </summary>
internal sealed class TrainingOperation : IDisposable
{
    /// <summary>Name of the operation.</summary>
    public const string Name = "training";

    private readonly TrpoTrainer trainer;
    private readonly List<TrainingReport> reports = [];

    /// <summary>Creates a trainer and takes the first iteration, the only one that allocates.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="environment">What is learnt.</param>
    /// <param name="options">Settings.</param>
    public TrainingOperation(ComputeBackend backend, string environment, TrpoOptions options)
    {
        trainer = new TrpoTrainer(backend, environment, options, seed: 1);
        trainer.Iterate();
        Operation = new TimedOperation(Name, trainer.Options.BatchRows, Flops: 0, () => reports.Add(trainer.Iterate()));
    }

    /// <summary>The iteration; each goes on where the last one stopped. Its operations are not counted.</summary>
    public TimedOperation Operation { get; }

    /// <summary>Median shares of rollout, update and critic in the time of the iterations so far.</summary>
    public (double Rollout, double Update, double Critic) Shares() => (
        MedianShare(report => report.RolloutTime), MedianShare(report => report.UpdateTime),
        MedianShare(report => report.CriticTime));

    /// <inheritdoc/>
    public void Dispose() => trainer.Dispose();

    private double MedianShare(Func<TrainingReport, TimeSpan> part)
    {
        double[] shares =
        [
            .. reports.Select(report => part(report) / (report.RolloutTime + report.UpdateTime + report.CriticTime))
                .Order(),
        ];
        return (shares[(shares.Length - 1) / 2] + shares[shares.Length / 2]) / 2;
    }
}
