using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>One step of the environment from every state that MuJoCo recorded.</summary>
public sealed class OneStepTests
{
    private const double FlagDoubt = 1e-4;

    /// <summary>Single precision: positions and velocities in 99 % of the steps, velocities in all.</summary>
    private static readonly Dictionary<string, (double Position, double Velocity, double Worst)> Single = new()
    {
        ["swimmer"] = (3e-6, 5e-5, 1e-3),
        ["inverted_pendulum"] = (3e-6, 5e-5, 1e-3),
        ["reacher"] = (3e-6, 5e-5, 1e-3),
        ["hopper"] = (3e-6, 5e-5, 5e-2),
        ["walker2d"] = (1e-5, 5e-4, 2e-1),
        ["walker2d_v4"] = (1e-5, 5e-4, 2e-1),
        ["half_cheetah"] = (1e-4, 7e-3, 2e-1),
        ["inverted_double_pendulum"] = (1e-5, 2e-4, 1e-2),
    };

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_double_precision(string environment)
    {
        double velocity = environment is "walker2d" or "walker2d_v4" or "half_cheetah" ? 1e-9 : 1e-10;
        foreach (Step step in Steps(environment, NumberKind.Double))
        {
            Assert.InRange(step.PositionError, 0.0, 1e-11);
            Assert.InRange(step.VelocityError, 0.0, velocity);
            CheckOutcome(step, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_sixteen_lanes(string environment)
    {
        Step[] steps = [.. Steps(environment, NumberKind.SixteenLanes)];
        (double position, double velocity, double worst) = Single[environment];
        Assert.InRange(Percentile(steps, step => step.PositionError), 0.0, position);
        Assert.InRange(Percentile(steps, step => step.VelocityError), 0.0, velocity);
        Assert.InRange(steps.Max(step => step.VelocityError), 0.0, worst);
        foreach (Step step in steps)
        {
            CheckOutcome(step, 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_solve_stops_at_the_cap(string environment) =>
        Assert.Equal(0.0, Steps(environment, NumberKind.SixteenLanes).Sum(step => step.Unsettled));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Observations_agree(string environment)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, NumberKind.Double);
        foreach (MujocoTrajectory trajectory in MujocoRecord.Trajectories(environment))
        {
            runner.SetState(0, trajectory.InitQpos, trajectory.InitQvel);
            if (environment == "reacher")
            {
                double first = trajectory.InitQpos[0];
                double both = first + trajectory.InitQpos[1];
                runner[0, PlanarRunner.Kept] =
                    (0.1 * Math.Cos(first)) + (0.11 * Math.Cos(both)) - trajectory.InitQpos[2];
                runner[0, PlanarRunner.Kept + 1] =
                    (0.1 * Math.Sin(first)) + (0.11 * Math.Sin(both)) - trajectory.InitQpos[3];
            }

            CheckObservation(trajectory.InitObs, runner);
            if (trajectory.FinalObs.Length == 0)
            {
                continue;
            }

            int last = trajectory.Action.Length - 1;
            (double[] positions, double[] velocities) = trajectory.Before(last);
            runner.SetState(0, positions, velocities);
            Act(runner, 0, trajectory.Action[last]);
            runner.Step();
            CheckObservation(trajectory.FinalObs, runner);
        }
    }

    [Fact]
    public void The_double_pendulum_keeps_the_force_on_its_cart_of_the_last_stage()
    {
        PlanarRunner runner = PlanarRunner.Create("inverted_double_pendulum", NumberKind.Double);
        int pushed = 0;
        foreach (MujocoTrajectory trajectory in MujocoRecord.Trajectories("inverted_double_pendulum"))
        {
            for (int t = 0; t < trajectory.Action.Length; t++)
            {
                (double[] positions, double[] velocities) = trajectory.Before(t);
                runner.SetState(0, positions, velocities);
                Act(runner, 0, trajectory.Action[t]);
                runner.Step();
                double force = trajectory.TipAndCartForce[t][2];
                Assert.Equal(force, runner[0, PlanarRunner.Kept], 1e-9 * Math.Max(1.0, Math.Abs(force)));
                pushed += force != 0 ? 1 : 0;
            }
        }

        Assert.InRange(pushed, 1, int.MaxValue);
    }

    private static IEnumerable<Step> Steps(string environment, NumberKind kind)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, kind);
        List<(MujocoTrajectory Trajectory, int T)> all =
        [
            .. MujocoRecord.Trajectories(environment).SelectMany(
                trajectory => Enumerable.Range(0, trajectory.Action.Length).Select(t => (trajectory, t))),
        ];
        for (int first = 0; first < all.Count; first += runner.Lanes)
        {
            int lanes = Math.Min(runner.Lanes, all.Count - first);
            for (int lane = 0; lane < lanes; lane++)
            {
                (MujocoTrajectory trajectory, int t) = all[first + lane];
                (double[] positions, double[] velocities) = trajectory.Before(t);
                runner.SetState(lane, positions, velocities);
                Act(runner, lane, trajectory.Action[t]);
            }

            runner.Step();
            for (int lane = 0; lane < lanes; lane++)
            {
                (MujocoTrajectory trajectory, int t) = all[first + lane];

                // What is recorded is the reward of version 5, which ends without the one for being upright.
                bool end = trajectory.Terminated[t] != 0;
                double reward = trajectory.Reward[t] + (environment == "walker2d_v4" && end ? 1.0 : 0.0);
                yield return new Step(
                    LocomotionError.Largest(trajectory.Qpos[t], runner.Positions(lane)),
                    LocomotionError.Largest(trajectory.Qvel[t], runner.Velocities(lane)),
                    reward, runner.Reward(lane), end, runner.Terminated(lane),
                    FromThreshold(environment, trajectory, t), runner[lane, PlanarRunner.Unsettled]);
            }
        }
    }

    private static void Act(PlanarRunner runner, int lane, double[] action)
    {
        for (int column = 0; column < action.Length; column++)
        {
            runner.SetAction(lane, column, action[column]);
        }
    }

    private static void CheckOutcome(in Step step, double tolerance)
    {
        if (step.ExpectedEnd != step.End)
        {
            Assert.InRange(step.FromThreshold, 0.0, FlagDoubt);
            return;
        }

        Assert.Equal(step.ExpectedReward, step.Reward, tolerance * Math.Max(1.0, Math.Abs(step.ExpectedReward)));
    }

    // How far what decides about the end of the episode is from doing so.
    private static double FromThreshold(string environment, MujocoTrajectory trajectory, int t)
    {
        double[] q = trajectory.Qpos[t];
        return environment switch
        {
            "hopper" => Math.Min(Math.Abs(q[1] - 0.7), Math.Abs(Math.Abs(q[2]) - 0.2)),
            "walker2d" or "walker2d_v4" => Math.Min(
                Math.Min(Math.Abs(q[1] - 0.8), Math.Abs(q[1] - 2.0)), Math.Abs(Math.Abs(q[2]) - 1.0)),
            "inverted_pendulum" => Math.Abs(Math.Abs(q[1]) - 0.2),
            "inverted_double_pendulum" => Math.Abs(trajectory.TipAndCartForce[t][1] - 1.0),
            _ => double.PositiveInfinity,
        };
    }

    private static double Percentile(Step[] steps, Func<Step, double> error)
    {
        double[] sorted = [.. steps.Select(error).Order()];
        return sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1];
    }

    private static void CheckObservation(double[] expected, PlanarRunner runner)
    {
        Assert.Equal(expected.Length, runner.Spec.ObservationSize);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], runner.Observation(0, i), 1e-9 * Math.Max(1.0, Math.Abs(expected[i])));
        }
    }

    private readonly record struct Step(
        double PositionError, double VelocityError, double ExpectedReward, double Reward, bool ExpectedEnd, bool End,
        double FromThreshold, double Unsettled);
}
