using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Replay;

/// <summary>One step from every recorded state: what the equations get wrong, before errors grow.</summary>
internal sealed class OneStepReplay
{
    private readonly Recording recording;

    private OneStepReplay(Recording recording) => this.recording = recording;

    /// <summary>Positions.</summary>
    internal QuantityErrors Positions { get; } = new("q");

    /// <summary>Velocities.</summary>
    internal QuantityErrors Velocities { get; } = new("v");

    /// <summary>Rewards, of the steps whose flags agree.</summary>
    internal QuantityErrors Rewards { get; } = new("reward");

    /// <summary>
    /// Termination flags. The error of one that differs is how far what decides is from its threshold, in its own unit:
    /// rounding may tip what is at the threshold. The error of one that agrees is 0.
    /// </summary>
    internal QuantityErrors Terminated { get; } = new("terminated");

    /// <summary>Observations after the last steps.</summary>
    internal QuantityErrors Observations { get; } = new("observation");

    /// <summary>What the task keeps of the last Runge-Kutta stage.</summary>
    internal QuantityErrors LastStages { get; } = new("stage4");

    /// <summary>Evaluations whose solve stopped at its cap: the error is their number.</summary>
    internal QuantityErrors Unsettled { get; } = new("unsettled");

    /// <summary>All quantities, in the order in which they are shown.</summary>
    internal IReadOnlyList<QuantityErrors> Quantities =>
        [Positions, Velocities, Rewards, Observations, LastStages, Terminated, Unsettled];

    /// <summary>Replays a recording.</summary>
    /// <param name="recording">What was recorded.</param>
    /// <param name="stepper">Of the same environment.</param>
    internal static OneStepReplay Run(Recording recording, StateStepper stepper)
    {
        OneStepReplay replay = new(recording);
        (int Trajectory, int Step)[] all =
        [
            .. recording.Trajectories.SelectMany(
                (trajectory, k) => Enumerable.Range(0, trajectory.Steps).Select(t => (k, t))),
        ];
        foreach ((int Trajectory, int Step)[] batch in all.Chunk(StateStepper.Capacity))
        {
            for (int n = 0; n < batch.Length; n++)
            {
                RecordedTrajectory trajectory = recording.Trajectories[batch[n].Trajectory];
                (double[] positions, double[] velocities) = trajectory.Before(batch[n].Step);
                stepper.SetState(n, positions, velocities);
                stepper.SetAction(n, trajectory.Actions[batch[n].Step]);
            }

            stepper.Step();
            for (int n = 0; n < batch.Length; n++)
            {
                replay.Compare(stepper, n, batch[n].Trajectory, batch[n].Step);
            }
        }

        return replay;
    }

    private void Compare(StateStepper stepper, int n, int k, int t)
    {
        RecordedTrajectory trajectory = recording.Trajectories[k];
        Positions.Add(FieldError.LargestOf(k, t, "qpos", trajectory.Positions[t], i => stepper.Position(n, i)));
        Velocities.Add(FieldError.LargestOf(k, t, "qvel", trajectory.Velocities[t], i => stepper.Velocity(n, i)));
        Unsettled.Add(new FieldError(k, t, "qpos", -1, 0, 0, stepper.Unsettled(n)));
        CompareEnd(stepper, n, k, t);
        if (recording.Environment.LastStage is LastStage stage && trajectory.LastStages is not null)
        {
            FieldError error = FieldError.LargestOf(
                k, t, stage.Field, trajectory.LastStage(t)[stage.FirstKept..], i => stepper.Kept(n, i));
            LastStages.Add(error with { Component = stage.FirstKept + error.Component });
        }

        if (t == trajectory.Steps - 1 && trajectory.FinalObservation is double[] expected)
        {
            double[] observation = stepper.Observe(n);
            Observations.Add(FieldError.LargestOf(k, t, "final_obs", expected, i => observation[i]));
        }
    }

    private void CompareEnd(StateStepper stepper, int n, int k, int t)
    {
        RecordedTrajectory trajectory = recording.Trajectories[k];
        bool expected = trajectory.Terminated[t];
        bool ended = stepper.Terminated(n);
        double distance = expected == ended ? 0.0 : recording.Environment.FromThreshold(
            trajectory.Positions[t], trajectory.Velocities[t], trajectory.LastStage(t));
        Terminated.Add(new FieldError(k, t, "terminated", -1, expected ? 1 : 0, ended ? 1 : 0, distance));
        if (expected == ended)
        {
            double reward = trajectory.Rewards[t] + (expected ? recording.Environment.EndReward : 0.0);
            Rewards.Add(new FieldError(
                k, t, "reward", -1, reward, stepper.Reward(n), FieldError.Between(reward, stepper.Reward(n))));
        }
    }
}
