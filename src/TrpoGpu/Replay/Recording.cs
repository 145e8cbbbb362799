using System;

namespace TrpoGpu.Replay;

/// <summary>
/// Trajectories that MuJoCo computed; tests/Golden/mujoco/README.md says how, and what the fields mean.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Environment">What was recorded.</param>
/// <param name="Trajectories">At least one.</param>
internal sealed record Recording(string Path, RecordedEnvironment Environment, RecordedTrajectory[] Trajectories)
{
    /// <summary>Steps of all trajectories.</summary>
    internal int Steps
    {
        get
        {
            int steps = 0;
            foreach (RecordedTrajectory trajectory in Trajectories)
            {
                steps += trajectory.Steps;
            }

            return steps;
        }
    }
}

/// <summary>The steps of one environment under given actions, which go on past the end of its task.</summary>
internal sealed class RecordedTrajectory
{
    /// <summary>Its name; empty if it has none.</summary>
    internal required string Id { get; init; }

    /// <summary>What made the actions; empty if that is not said.</summary>
    internal required string ActionsFrom { get; init; }

    /// <summary>[nq] where it starts.</summary>
    internal required double[] StartPositions { get; init; }

    /// <summary>[nv] how fast it starts.</summary>
    internal required double[] StartVelocities { get; init; }

    /// <summary>[T][columns] the actions.</summary>
    internal required double[][] Actions { get; init; }

    /// <summary>[T][nq] positions after each step.</summary>
    internal required double[][] Positions { get; init; }

    /// <summary>[T][nv] velocities after each step.</summary>
    internal required double[][] Velocities { get; init; }

    /// <summary>[T] rewards, of version 5 of the task.</summary>
    internal required double[] Rewards { get; init; }

    /// <summary>[T] whether the state after the step ends the task.</summary>
    internal required bool[] Terminated { get; init; }

    /// <summary>[I] the observation after the last step; null if it is not recorded.</summary>
    internal required double[]? FinalObservation { get; init; }

    /// <summary>[T][<see cref="Replay.LastStage.Columns"/>]; null if it is not recorded.</summary>
    internal required double[][]? LastStages { get; init; }

    /// <summary>T.</summary>
    internal int Steps => Actions.Length;

    /// <summary>The positions and velocities before step t.</summary>
    internal (double[] Positions, double[] Velocities) Before(int t) =>
        t == 0 ? (StartPositions, StartVelocities) : (Positions[t - 1], Velocities[t - 1]);

    /// <summary>What is recorded of the last stage of step t; empty if nothing is.</summary>
    internal ReadOnlySpan<double> LastStage(int t) => LastStages is null ? [] : LastStages[t];
}
