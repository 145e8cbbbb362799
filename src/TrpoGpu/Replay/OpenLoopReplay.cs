using System;
using System.Linq;

namespace TrpoGpu.Replay;

/// <summary>
/// Whole trajectories from their start states under the recorded actions: how errors of the steps grow, which the task
/// decides. Errors are those of positions and velocities.
/// </summary>
internal sealed class OpenLoopReplay
{
    // [trajectories][T] the largest error up to each step.
    private readonly FieldError[][] largest;

    private OpenLoopReplay(FieldError[][] largest) => this.largest = largest;

    /// <summary>Replays a recording.</summary>
    /// <param name="recording">What was recorded.</param>
    /// <param name="stepper">Of the same environment.</param>
    internal static OpenLoopReplay Run(Recording recording, StateStepper stepper)
    {
        FieldError[][] largest = [.. recording.Trajectories.Select(trajectory => new FieldError[trajectory.Steps])];
        foreach (int[] batch in Enumerable.Range(0, largest.Length).Chunk(StateStepper.Capacity))
        {
            for (int n = 0; n < batch.Length; n++)
            {
                (double[] positions, double[] velocities) = recording.Trajectories[batch[n]].Before(0);
                stepper.SetState(n, positions, velocities);
            }

            for (int t = 0; t < batch.Max(k => largest[k].Length); t++)
            {
                StepAll(recording, stepper, batch, t, largest);
            }
        }

        return new OpenLoopReplay(largest);
    }

    /// <summary>The largest error of a trajectory up to a step; null if the trajectory ends before it.</summary>
    /// <param name="trajectory">Which.</param>
    /// <param name="steps">How many steps; null for all.</param>
    internal FieldError? After(int trajectory, int? steps) =>
        (steps ?? largest[trajectory].Length) is int count && count <= largest[trajectory].Length
            ? largest[trajectory][count - 1]
            : null;

    /// <summary>The largest error of all trajectories that are as long; null if none is.</summary>
    /// <param name="steps">How many steps; null for all.</param>
    internal FieldError? Worst(int? steps)
    {
        FieldError? worst = null;
        for (int k = 0; k < largest.Length; k++)
        {
            if (After(k, steps) is FieldError error)
            {
                worst = worst is FieldError other ? FieldError.Larger(other, error) : error;
            }
        }

        return worst;
    }

    /// <summary>
    /// The first error above a bound up to a step, of all trajectories that are as long; null if none is.
    /// </summary>
    /// <param name="steps">How many steps; null for all.</param>
    /// <param name="bound">The bound.</param>
    internal FieldError? FirstAbove(int? steps, double bound)
    {
        for (int k = 0; k < largest.Length; k++)
        {
            if (After(k, steps) is not null)
            {
                int count = steps ?? largest[k].Length;
                int first = Array.FindIndex(largest[k], 0, count, error => error.Error > bound);
                if (first >= 0)
                {
                    return largest[k][first];
                }
            }
        }

        return null;
    }

    // A trajectory that has ended goes on under its last action, and nobody looks.
    private static void StepAll(Recording recording, StateStepper stepper, int[] batch, int t, FieldError[][] largest)
    {
        for (int n = 0; n < batch.Length; n++)
        {
            RecordedTrajectory trajectory = recording.Trajectories[batch[n]];
            stepper.SetAction(n, trajectory.Actions[Math.Min(t, trajectory.Steps - 1)]);
        }

        stepper.Step();
        for (int n = 0; n < batch.Length; n++)
        {
            int k = batch[n];
            int lane = n;
            RecordedTrajectory trajectory = recording.Trajectories[k];
            if (t < trajectory.Steps)
            {
                FieldError error = FieldError.Larger(
                    FieldError.LargestOf(k, t, "qpos", trajectory.Positions[t], i => stepper.Position(lane, i)),
                    FieldError.LargestOf(k, t, "qvel", trajectory.Velocities[t], i => stepper.Velocity(lane, i)));
                largest[k][t] = t == 0 ? error : FieldError.Larger(largest[k][t - 1], error);
            }
        }
    }
}
