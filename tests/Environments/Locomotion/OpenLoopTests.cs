using System;
using System.Collections.Generic;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>
/// Many steps from MuJoCo's start states under its actions: errors may grow, but no faster than the task lets them.
/// </summary>
public sealed class OpenLoopTests
{
    private static readonly Dictionary<string, (int Steps, double Allowed)[]> Single = new()
    {
        ["swimmer"] = [(10, 3e-5), (50, 1e-4), (100, 2e-4)],
        ["hopper"] = [(10, 5e-5), (50, 3e-4), (100, 2e-3)],
        ["walker2d"] = [(10, 7e-4), (50, 2e-3), (100, 2e-2)],
        ["walker2d_v4"] = [(10, 7e-4), (50, 2e-3), (100, 2e-2)],
        ["half_cheetah"] = [(10, 2e-2)],
        ["inverted_pendulum"] = [(10, 5e-5), (50, 3e-4)],
        ["inverted_double_pendulum"] = [(10, 1e-3)],
        ["reacher"] = [(10, 1e-4), (50, 2e-4), (100, 1e-3)],
    };

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_double_precision(string environment) =>
        Check(
            environment, NumberKind.Double,
            [(environment is "half_cheetah" or "inverted_double_pendulum" ? 20 : 50, 1e-9)]);

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_sixteen_lanes(string environment) =>
        Check(environment, NumberKind.SixteenLanes, Single[environment]);

    private static void Check(string environment, NumberKind kind, (int Steps, double Allowed)[] limits)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, kind);
        foreach (MujocoTrajectory trajectory in MujocoRecord.Trajectories(environment))
        {
            // A balanced pole multiplies errors: single precision does not follow a policy's actions.
            bool isPolicy = trajectory.ActionsFrom.Contains("policy", StringComparison.Ordinal);
            if (environment == "inverted_pendulum" && kind != NumberKind.Double && isPolicy)
            {
                continue;
            }

            double[] errors = Errors(runner, trajectory);
            foreach ((int steps, double allowed) in limits)
            {
                if (steps <= errors.Length)
                {
                    Assert.InRange(errors[steps - 1], 0.0, allowed);
                }
            }
        }
    }

    // The running maximum after each step.
    private static double[] Errors(PlanarRunner runner, MujocoTrajectory trajectory)
    {
        double[] errors = new double[Math.Min(trajectory.Action.Length, 100)];
        runner.SetState(0, trajectory.InitQpos, trajectory.InitQvel);
        double largest = 0;
        for (int t = 0; t < errors.Length; t++)
        {
            for (int column = 0; column < trajectory.Action[t].Length; column++)
            {
                runner.SetAction(0, column, trajectory.Action[t][column]);
            }

            runner.Step();
            largest = Math.Max(largest, LocomotionError.Largest(trajectory.Qpos[t], runner.Positions(0)));
            largest = Math.Max(largest, LocomotionError.Largest(trajectory.Qvel[t], runner.Velocities(0)));
            errors[t] = largest;
        }

        return errors;
    }
}
